import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, normalize, sep } from "node:path";
import { pipeline } from "node:stream/promises";

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
};

export interface Serving {
  readonly url: string;
  close(): Promise<void>;
}

/** Serves the files of a folder to this machine, ranges too. Port 0: any that is free. */
export async function serve(folder: string, { port = 0 }: { readonly port?: number } = {}): Promise<Serving> {
  const server = createServer((request, response) => {
    answer(folder, request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, close: () => close(server) };
}

async function answer(folder: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = pathOf(folder, request.url ?? "/");
  const found = path === null ? null : await stat(path).catch(() => null);
  if (path === null || !found?.isFile()) {
    response.writeHead(404).end();
    return;
  }
  const { size, mtimeMs } = found;
  const type = TYPES[extname(path)] ?? "application/octet-stream";
  const headers = { "content-type": type, etag: `"${size}-${mtimeMs}"`, "accept-ranges": "bytes" };
  const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? "");
  if (range === null) {
    response.writeHead(200, { ...headers, "content-length": size });
    await pipeline(createReadStream(path), response);
    return;
  }
  const start = Number(range[1]);
  const end = Math.min(range[2] === "" ? size : Number(range[2]), size - 1);
  if (start > end) {
    response.writeHead(416, { "content-range": `bytes */${size}` }).end();
    return;
  }
  const length = { "content-length": end - start + 1, "content-range": `bytes ${start}-${end}/${size}` };
  response.writeHead(206, { ...headers, ...length });
  await pipeline(createReadStream(path, { start, end }), response);
}

/** The file that an address names, or null where it leads out of the folder. */
function pathOf(folder: string, url: string): string | null {
  let { pathname } = new URL(url, "http://localhost");
  try {
    pathname = decodeURIComponent(pathname);
  } catch {
    return null;
  }
  const path = normalize(join(folder, pathname.endsWith("/") ? `${pathname}index.html` : pathname));
  return path.startsWith(folder + sep) && !path.includes("\0") ? path : null;
}

async function close(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}
