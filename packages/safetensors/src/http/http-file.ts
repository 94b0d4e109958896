import { SafetensorsError } from "../error.js";
import { httpError, TRY_AGAIN } from "./http-error.js";

/** One file on a server, asked for piece by piece. */
export interface HttpFile {
  readonly name: string;
  readonly url: URL;
  /** Called with the length of each piece as it comes. */
  readonly onBytes: (length: number) => void;
}

/** Asks for the bytes [begin, end). */
export async function requestRange({ name, url }: HttpFile, begin: number, end: number): Promise<Response> {
  const ask = (): Promise<Response> => fetch(url, { headers: { range: `bytes=${begin}-${end - 1}` } });
  try {
    // Once more: a connection that lay idle may have been closed just now.
    return await ask().catch(ask);
  } catch (cause) {
    throw httpError(name, "could not be fetched", "an answer", TRY_AGAIN, cause);
  }
}

/** Reads a body that must fill `into`; one that is shorter or longer is refused, and no more than `into` is held. */
export async function readBody(file: HttpFile, { body }: Response, into: Uint8Array): Promise<void> {
  let done = 0;
  for await (const piece of pieces(file, body)) {
    if (done + piece.length > into.length) {
      await body?.cancel().catch(() => undefined);
      throw httpError(file.name, `came with more than ${into.length} bytes`, "the bytes asked for", TRY_AGAIN);
    }
    into.set(piece, done);
    done += piece.length;
  }
  if (done < into.length) throw truncated(file.name, done, into.length);
}

/** Reads a body of unknown length; allocates what has come, not what a header says will come. */
export async function readWhole(file: HttpFile, { body }: Response): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const piece of pieces(file, body)) {
    parts.push(piece);
    length += piece.length;
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Lets a body go that nobody reads. */
export async function discard({ body }: Response): Promise<void> {
  await body?.cancel().catch(() => undefined);
}

async function* pieces(
  { name, onBytes }: HttpFile,
  body: ReadableStream<Uint8Array> | null,
): AsyncGenerator<Uint8Array> {
  if (!body) return;
  const reader = body.getReader();
  let done = 0;
  try {
    for (;;) {
      const { value } = await reader.read();
      if (!value) return;
      done += value.length;
      onBytes(value.length);
      yield value;
    }
  } catch (cause) {
    throw truncated(name, done, null, cause);
  } finally {
    reader.releaseLock();
  }
}

function truncated(name: string, done: number, expected: number | null, cause?: unknown): SafetensorsError {
  return new SafetensorsError(
    "data-truncated",
    `safetensors.httpFolder: ${name} broke off after ${done} bytes; expected ${expected ?? "all of it"}. ${TRY_AGAIN}`,
    cause === undefined ? undefined : { cause },
  );
}
