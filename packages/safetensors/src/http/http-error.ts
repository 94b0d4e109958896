import { SafetensorsError } from "../error.js";

/** What a server or the way to it did wrong. Messages name the file alone: addresses may hold secrets. */
export function httpError(file: string, what: string, expected: string, advice: string, cause?: unknown): Error {
  return new SafetensorsError(
    "http",
    `safetensors.httpFolder: ${file} ${what}; expected ${expected}. ${advice}`,
    cause === undefined ? undefined : { cause },
  );
}

export const TRY_AGAIN = "Try again, or look at the server.";
