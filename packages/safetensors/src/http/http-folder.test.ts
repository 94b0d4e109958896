import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openCheckpoint } from "../checkpoint.js";
import { SafetensorsError } from "../error.js";
import { serialize } from "../write.js";
import { type HttpProgress, httpFolder } from "./http-folder.js";

const large = Float32Array.from({ length: 600_000 }, (_, i) => i);
const small = Array.from({ length: 40 }, (_, i) => [`small.${i}`, Float32Array.of(i, i + 0.5)] as const);
const bytes = serialize([
  ["large", { dtype: "F32", shape: [large.length], data: large }],
  ...small.map(([name, data]) => [name, { dtype: "F32", shape: [2], data }] as const),
]);

/** `toEqual` takes seconds over as many numbers. */
const same = (a: Float32Array, b: Float32Array): boolean => Buffer.from(a.buffer).equals(Buffer.from(b.buffer));

type Answer = (response: ServerResponse, request: IncomingMessage, range: readonly [number, number] | null) => void;
let server: Server;
let files: Record<string, Answer>;
let requests: string[];
let url = "";

/** A server that answers ranges as RFC 9110 has it. */
const ranged =
  (content: Uint8Array, etag = '"1"'): Answer =>
  (response, _request, range) => {
    if (range === null) response.end(content);
    else if (range[0] >= content.length)
      response.writeHead(416, { "content-range": `bytes */${content.length}` }).end();
    else {
      const end = Math.min(range[1], content.length - 1);
      response.writeHead(206, { etag, "content-range": `bytes ${range[0]}-${end}/${content.length}` });
      response.end(content.subarray(range[0], end + 1));
    }
  };
const status =
  (code: number): Answer =>
  (response) =>
    response.writeHead(code).end("<html>");
/** The first answer, which opens the file, then others. */
const opened = (then: Answer): Answer => {
  let count = 0;
  return (...call) => (count++ === 0 ? ranged(bytes) : then)(...call);
};

beforeEach(async () => {
  files = {};
  requests = [];
  server = createServer((request, response) => {
    requests.push(request.url!);
    const range = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? "");
    const name = decodeURIComponent(request.url!.slice("/tiny/".length));
    (files[name] ?? status(404))(response, request, range && [Number(range[1]), Number(range[2])]);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/tiny`;
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

async function refusal(answer: Answer, name = "model.safetensors"): Promise<readonly [string, string]> {
  files[name] = answer;
  const reading = openCheckpoint(httpFolder(url)).then((file) => file.readFloat32("large"));
  const error: unknown = await reading.catch((reason: unknown) => reason);
  if (!(error instanceof SafetensorsError)) throw new Error(`not refused: ${error}`);
  return [error.kind, error.message];
}

describe("httpFolder", () => {
  it("reads a checkpoint by ranges: large tensors each alone, small ones together", async () => {
    files["model.safetensors"] = ranged(bytes);
    const progress: HttpProgress[] = [];
    const folder = httpFolder(url, { onProgress: (step) => progress.push(step) });
    expect(folder.name).toBe("tiny");
    const file = await openCheckpoint(folder);
    expect(same(await file.readFloat32("large"), large)).toBe(true);
    for (const [name, data] of small) expect(await file.readFloat32(name)).toEqual(data);
    await file.close();
    // To open, the header's block, the large tensor, the block or two of the small ones.
    expect(requests.length).toBeLessThanOrEqual(5);
    expect(progress.at(-1)).toMatchObject({ file: "model.safetensors", size: bytes.length });
    expect(progress.at(-1)!.received).toBeGreaterThanOrEqual(large.byteLength);
  });

  it("reads across the borders of blocks, at once and again after an error", async () => {
    let failing = true;
    files.data = opened((...call) => (failing ? status(503) : ranged(bytes))(...call));
    const source = (await httpFolder(`${url}/`).open("data"))!;
    const into = new Uint8Array(1000);
    await expect(source.read(2 ** 20 - 500, into)).rejects.toThrow("was answered with status 503");
    failing = false;
    const before = requests.length;
    await Promise.all([source.read(2 ** 20 - 500, into), source.read(2 ** 20 + 100, new Uint8Array(9))]);
    expect(into).toEqual(bytes.slice(2 ** 20 - 500, 2 ** 20 + 500));
    expect(requests.length - before).toBe(2);
    await expect(source.read(bytes.length - 5, new Uint8Array(6))).rejects.toThrow(
      `safetensors.httpFolder: data was read at ${bytes.length - 5} for 6 bytes; it holds ${bytes.length}. Read inside it.`,
    );
  });

  it("reads whole what comes from a server without ranges", async () => {
    const progress: HttpProgress[] = [];
    files["model.safetensors"] = (response) => response.end(bytes);
    const file = await openCheckpoint(httpFolder(url, { onProgress: (step) => progress.push(step) }));
    expect(same(await file.readFloat32("large"), large)).toBe(true);
    expect(requests).toEqual(["/tiny/model.safetensors"]);
    expect(progress.at(-1)).toEqual({ file: "model.safetensors", received: bytes.length, size: bytes.length });
  });

  it("says null of files that are not there, and reads empty ones", async () => {
    files.gone = status(410);
    files.empty = ranged(new Uint8Array(0));
    const folder = httpFolder(url);
    expect([await folder.open("absent"), await folder.open("gone")]).toEqual([null, null]);
    expect((await folder.open("empty"))!.size).toBe(0);
  });

  it("asks for plain names alone, spelled so that no server can take them for more", async () => {
    const folder = httpFolder(url);
    for (const name of ["", ".", "..", "../x", "a/b", "a\\b", "a\0"]) {
      await expect(folder.open(name)).rejects.toThrow(
        `safetensors.httpFolder: ${JSON.stringify(name)} is no plain name; expected a file in the folder. Put the file there.`,
      );
    }
    expect(requests).toEqual([]);
    await folder.open("%2e%2e%2fx?y#z");
    expect(requests).toEqual(["/tiny/%252e%252e%252fx%3Fy%23z"]);
  });

  it("refuses what is no address", () => {
    expect(() => httpFolder("models/tiny")).toThrow(
      'safetensors.httpFolder: "models/tiny" is no address; expected that of a folder, as "https://example.org/model/". Give it whole outside a browser.',
    );
  });

  it.each<[string, Answer, string, string]>([
    [
      "a server's error",
      status(500),
      "http",
      "model.safetensors was answered with status 500; expected 200, 206 or 404. Try again, or look at the server.",
    ],
    [
      "no one's server",
      (response) => response.destroy(),
      "http",
      "model.safetensors could not be fetched; expected an answer. Try again, or look at the server.",
    ],
    [
      "a whole body that breaks off",
      (response) => {
        response.writeHead(200, { "content-length": bytes.length });
        response.write(bytes.subarray(0, 1000), () => response.destroy());
      },
      "data-truncated",
      "model.safetensors broke off after 1000 bytes; expected all of it. Try again, or look at the server.",
    ],
    [
      "a range that breaks off",
      opened((response, _request, range) => {
        response.writeHead(206, {
          etag: '"1"',
          "content-range": `bytes ${range![0]}-${range![1]}/${bytes.length}`,
          "content-length": range![1] - range![0] + 1,
        });
        response.write(bytes.subarray(0, 1000), () => response.destroy());
      }),
      "data-truncated",
      "model.safetensors broke off after 1000 bytes; expected all of it. Try again, or look at the server.",
    ],
    [
      "a range that ends too soon",
      opened((response, _request, range) => {
        response.writeHead(206, { etag: '"1"', "content-range": `bytes ${range![0]}-${range![1]}/${bytes.length}` });
        response.end(bytes.subarray(0, 1000));
      }),
      "data-truncated",
      "model.safetensors broke off after 1000 bytes; expected 1048576. Try again, or look at the server.",
    ],
    [
      "a range that goes on",
      opened((response, _request, range) => {
        response.writeHead(206, { etag: '"1"', "content-range": `bytes ${range![0]}-${range![1]}/${bytes.length}` });
        response.end(bytes);
      }),
      "http",
      "model.safetensors came with more than 1048576 bytes; expected the bytes asked for. Try again, or look at the server.",
    ],
    [
      "another range",
      opened((response) => {
        response.writeHead(206, { etag: '"1"', "content-range": "bytes 7-8/9" }).end("xx");
      }),
      "http",
      `model.safetensors came as "bytes 7-8/9" of ${bytes.length} bytes; expected the range asked for, of the file as it was opened. Try again, or look at the server.`,
    ],
    [
      "a file that changed",
      opened(ranged(bytes, '"2"')),
      "http",
      "model.safetensors changed on the server while it was read; expected the range asked for, of the file as it was opened. Try again, or look at the server.",
    ],
    [
      "a whole file in the middle",
      opened((response) => response.end(bytes)),
      "http",
      "model.safetensors came whole where a range was asked for, as a file that changed does; expected the range asked for, of the file as it was opened. Try again, or look at the server.",
    ],
    [
      "ranges that hide the file's size",
      (response) => response.writeHead(206).end("{"),
      "http",
      'model.safetensors came with Content-Range null; expected "bytes 0-0/" and the file\'s size. Let the server say it, also to other origins: Access-Control-Expose-Headers: Content-Range, ETag.',
    ],
  ])("refuses %s", async (_what, answer, kind, message) => {
    expect(await refusal(answer)).toEqual([kind, `safetensors.httpFolder: ${message}`]);
  });
});
