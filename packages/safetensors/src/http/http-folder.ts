import { SafetensorsError } from "../error.js";
import { bytesSource, type Folder, type Source } from "../source.js";
import { httpError, TRY_AGAIN } from "./http-error.js";
import { discard, type HttpFile, readWhole, requestRange } from "./http-file.js";
import { rangeSource } from "./range-source.js";

/** How much of a file has come. */
export interface HttpProgress {
  readonly file: string;
  /** Bytes so far. */
  readonly received: number;
  /** Bytes of the file; null while a server without ranges has not said. */
  readonly size: number | null;
}

export interface HttpFolderOptions {
  readonly onProgress?: ((progress: HttpProgress) => void) | null;
}

/**
 * A folder on a web server, in browsers and in Node. Files are read by ranges; one from a server that does not answer
 * ranges is read whole into memory when it is opened. A file that the server does not have (404, 410) is null.
 *
 * @param url of the folder; in a browser it may be relative to the page
 */
export function httpFolder(url: string | URL, { onProgress = null }: HttpFolderOptions = {}): Folder {
  const base = baseOf(url);
  return {
    name: base.pathname.split("/").at(-2) || base.host,
    async open(name: string): Promise<Source | null> {
      checkName(name);
      let received = 0;
      let size: number | null = null;
      const file: HttpFile = {
        name,
        url: new URL(encodeURIComponent(name), base),
        onBytes(length) {
          received += length;
          onProgress?.({ file: name, received, size });
        },
      };
      const response = await requestRange(file, 0, 1);
      const { status, headers } = response;
      if (status === 200) {
        size = Number(headers.get("content-length") ?? 0) || null;
        return bytesSource(name, await readWhole(file, response));
      }
      await discard(response);
      if (status === 404 || status === 410) return null;
      // No range of an empty file can be had.
      if (status === 416 && headers.get("content-range") === "bytes */0") return bytesSource(name, new Uint8Array(0));
      if (status !== 206) throw httpError(name, `was answered with status ${status}`, "200, 206 or 404", TRY_AGAIN);
      size = sizeIn(name, headers.get("content-range"));
      return rangeSource(file, { size, etag: headers.get("etag") });
    },
  };
}

function baseOf(url: string | URL): URL {
  let base: URL;
  try {
    base = new URL(url, globalThis.location?.href);
  } catch (cause) {
    throw new TypeError(
      `safetensors.httpFolder: ${JSON.stringify(url)} is no address; expected that of a folder, as "https://example.org/model/". Give it whole outside a browser.`,
      { cause },
    );
  }
  if (!base.pathname.endsWith("/")) base.pathname += "/";
  return base;
}

/** `encodeURIComponent` leaves dots alone, and a server may take any slash for one. */
function checkName(name: string): void {
  if (name !== "" && name !== "." && name !== ".." && !/[/\\\0]/.test(name)) return;
  throw new SafetensorsError(
    "outside-folder",
    `safetensors.httpFolder: ${JSON.stringify(name)} is no plain name; expected a file in the folder. Put the file there.`,
  );
}

function sizeIn(name: string, contentRange: string | null): number {
  const size = Number(/^bytes 0-0\/(\d+)$/.exec(contentRange ?? "")?.[1]);
  if (Number.isSafeInteger(size)) return size;
  throw httpError(
    name,
    `came with Content-Range ${JSON.stringify(contentRange)}`,
    '"bytes 0-0/" and the file\'s size',
    "Let the server say it, also to other origins: Access-Control-Expose-Headers: Content-Range, ETag.",
  );
}
