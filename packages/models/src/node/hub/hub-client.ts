import { setTimeout as wait } from "node:timers/promises";
import type { HubSettings } from "./settings.js";

const TRIES = 5;
const LONGEST_WAIT_MS = 60_000;
const PASSING: readonly number[] = [408, 429, 500, 502, 503, 504];

/** A request that will not succeed by repeating it. No message or cause of it holds the token. */
export class HubError extends Error {
  /** HTTP status, or null when the server was not reached. */
  readonly status: number | null;

  constructor(message: string, status: number | null) {
    super(message);
    this.name = "HubError";
    this.status = status;
  }
}

/** Asks one server about one repository: with the token, patiently, and nobody else. */
export class HubClient {
  readonly #repository: string;
  readonly #settings: HubSettings;
  readonly #origin: string;

  constructor(repository: string, settings: HubSettings) {
    this.#repository = repository;
    this.#settings = settings;
    this.#origin = originOf(settings.endpoint);
  }

  /** For `@huggingface/hub`: `fetch` with the whole body read before it answers. */
  readonly fetch = async (input: string | URL | Request): Promise<Response> =>
    this.attempt("its list of files", async (signal) => {
      const response = await this.request(String(input), { accept: "application/json" }, signal);
      return new Response(await response.arrayBuffer(), { status: response.status, headers: response.headers });
    });

  /**
   * One request. Redirects to other hosts are followed without the token: `fetch` drops it there.
   *
   * @throws HubError on an answer that repeating will not change
   */
  async request(url: string, headers: Readonly<Record<string, string>>, signal: AbortSignal): Promise<Response> {
    if (originOf(url) !== this.#origin) {
      throw new HubError(
        `models.load: ${this.#origin} refers to ${originOf(url)} for ${this.#repository}; expected its own address. Do not trust it.`,
        null,
      );
    }
    const { token } = this.#settings;
    const response = await fetch(url, {
      headers: { ...headers, ...(token && { authorization: `Bearer ${token}` }) },
      signal,
    });
    if (response.ok || response.status === 416) return response;
    await response.body?.cancel();
    if (PASSING.includes(response.status)) throw new PassingFailure(`status ${response.status}`, retryAfter(response));
    throw this.#refusal(response.status);
  }

  /**
   * Tries until it works: again after network failures and busy answers, with growing pauses, five times in a row without
   * progress. The signal aborts when the server has been silent for too long; `alive` says that it was not.
   */
  async attempt<T>(
    what: string,
    work: (signal: AbortSignal, alive: () => void, progress: () => void) => Promise<T>,
  ): Promise<T> {
    const { retryDelayMs, timeoutMs } = this.#settings;
    for (let failures = 0; ; ) {
      const silence = new AbortController();
      const late = (): void => silence.abort(new PassingFailure(`no answer for ${timeoutMs} ms`));
      const timer = setTimeout(late, timeoutMs);
      const progress = (): void => {
        failures = 0;
      };
      try {
        return await work(silence.signal, () => timer.refresh(), progress);
      } catch (error) {
        const failure = silence.signal.aborted ? silence.signal.reason : error;
        if (!isPassing(failure)) throw error;
        failures++;
        if (failures === TRIES) throw this.#exhausted(what, failure);
        const pause = failure instanceof PassingFailure ? failure.retryAfterMs : null;
        await wait(Math.min(pause ?? retryDelayMs * 2 ** (failures - 1), LONGEST_WAIT_MS));
      } finally {
        clearTimeout(timer);
      }
    }
  }

  #refusal(status: number): HubError {
    const { token, revision } = this.#settings;
    const where = `${this.#origin} answers ${status} for ${this.#repository}`;
    if (status === 401 || status === 403) {
      const advice = token
        ? "Accept its terms on its page, or use a token that may read it"
        : "Set HF_TOKEN to a token that may read it, or check the name";
      return new HubError(`models.load: ${where}; expected the right to read it. ${advice}.`, status);
    }
    if (status === 404) {
      return new HubError(
        `models.load: ${where} at revision ${revision}; expected a model of that name and revision. Check both.`,
        status,
      );
    }
    return new HubError(`models.load: ${where}; expected its files. Try again later.`, status);
  }

  #exhausted(what: string, failure: Error): HubError {
    const reason = failure instanceof PassingFailure ? failure.message : reasonOf(failure);
    return new HubError(
      `models.load: ${this.#origin} did not send ${what} of ${this.#repository} in ${TRIES} tries, the last with ${reason}; expected an answer. Try again later, or set HF_HUB_OFFLINE=1 to use what the cache has.`,
      null,
    );
  }
}

/** What may be different the next time. */
export class PassingFailure extends Error {
  readonly retryAfterMs: number | null;

  constructor(message: string, retryAfterMs: number | null = null) {
    super(message);
    this.retryAfterMs = retryAfterMs;
  }
}

/** `fetch` throws a TypeError when a connection fails, and streams one when it is cut. */
function isPassing(error: unknown): error is Error {
  return error instanceof PassingFailure || (error instanceof TypeError && error.cause instanceof Error);
}

function reasonOf(error: Error): string {
  const { code } = (error.cause ?? {}) as { code?: unknown };
  return typeof code === "string" ? code : "a broken connection";
}

function retryAfter({ headers }: Response): number | null {
  const seconds = Number(headers.get("retry-after") ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : null;
}

/** Without a user and password that a URL may hold. */
function originOf(url: string): string {
  try {
    return new URL(url).origin;
  } catch (cause) {
    throw new Error(`models.load: the endpoint is ${JSON.stringify(url)}; expected a URL. Correct HF_ENDPOINT.`, {
      cause,
    });
  }
}
