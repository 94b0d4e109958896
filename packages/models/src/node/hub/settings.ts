import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";

export interface HubOptions {
  /** Branch, tag or commit. */
  readonly revision?: string | undefined;
  /** `HF_ENDPOINT`, or the Hub itself. */
  readonly endpoint?: string | undefined;
  /** `HF_TOKEN`, or what `hf auth login` stored; null sends none. */
  readonly token?: string | null | undefined;
  /** `HF_HUB_CACHE`, or `hub` under `HF_HOME`. */
  readonly cacheDirectory?: string | undefined;
  /** Use what the cache has and ask nobody; `HF_HUB_OFFLINE`. */
  readonly offline?: boolean | undefined;
  /** Wait before the first retry; it doubles with each one. */
  readonly retryDelayMs?: number | undefined;
  /** Longest silence of a server. */
  readonly timeoutMs?: number | undefined;
  readonly onProgress?: ((progress: DownloadProgress) => void) | undefined;
}

export interface DownloadProgress {
  readonly file: string;
  /** Bytes of this file. */
  readonly done: number;
  readonly size: number;
}

export interface HubSettings {
  readonly revision: string;
  readonly endpoint: string;
  readonly token: string | null;
  readonly cacheDirectory: string;
  readonly offline: boolean;
  readonly retryDelayMs: number;
  readonly timeoutMs: number;
  readonly onProgress: (progress: DownloadProgress) => void;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Options, completed from the environment as huggingface_hub reads it. */
export async function hubSettings(options: HubOptions, environment: Environment = process.env): Promise<HubSettings> {
  const home = environment.HF_HOME || join(environment.XDG_CACHE_HOME || join(homedir(), ".cache"), "huggingface");
  const offline = /^(1|on|yes|true)$/i.test(environment.HF_HUB_OFFLINE ?? "");
  return {
    revision: options.revision ?? "main",
    endpoint: (options.endpoint ?? (environment.HF_ENDPOINT || HUB)).replace(/\/+$/, ""),
    token: options.token === undefined ? await storedToken(environment, home) : options.token,
    cacheDirectory:
      options.cacheDirectory ?? (environment.HF_HUB_CACHE || environment.HUGGINGFACE_HUB_CACHE || join(home, "hub")),
    offline: options.offline ?? offline,
    retryDelayMs: options.retryDelayMs ?? 500,
    timeoutMs: options.timeoutMs ?? 30_000,
    onProgress: options.onProgress ?? (() => {}),
  };
}

const HUB = "https://huggingface.co";

async function storedToken(environment: Environment, home: string): Promise<string | null> {
  const given = environment.HF_TOKEN || environment.HUGGING_FACE_HUB_TOKEN;
  const path = environment.HF_TOKEN_PATH || join(home, "token");
  const text = given ?? (await readFile(path, "utf8").catch(() => ""));
  return text.trim() || null;
}
