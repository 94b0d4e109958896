import { lstat, mkdir, mkdtemp, readdir, readFile, readlink, rm, writeFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { COMMIT, HubServer } from "../../testing/hub-server.js";
import { download } from "./download.js";
import type { HubOptions } from "./settings.js";

const TOKEN = "hf_secretSecretSecret";
const weights = Buffer.alloc(300_000, "weights!");
const all = {
  "config.json": "{}",
  "generation_config.json": "{ }",
  "tokenizer.json": "{  }",
  "tokenizer_config.json": "{   }",
  "chat_template.jinja": "{{ messages }}",
  "preprocessor_config.json": "{    }",
  "model.safetensors": weights,
  "model-00001-of-00001.safetensors": "a second set",
  "pytorch_model.bin": "pickle",
  "model.pt": "pickle",
  "README.md": "# tiny",
};
const wanted = Object.keys(all).slice(0, 7);

let server: HubServer;
let cache: string;
let options: HubOptions;

beforeEach(async () => {
  server = new HubServer(all);
  cache = await mkdtemp(join(tmpdir(), "vlm-hub-"));
  options = { endpoint: await server.start(), token: TOKEN, cacheDirectory: cache, retryDelayMs: 1, offline: false };
});
afterEach(async () => {
  await server.stop();
  await rm(cache, { recursive: true });
});

/** Not before what was written has arrived: a reader that comes late sees the error alone. */
const cut = (response: ServerResponse): void => void setTimeout(() => response.destroy(), 50);
const isWeights = ({ url }: IncomingMessage): boolean => String(url).endsWith("/model.safetensors");
const repository = (): string => join(cache, "models--org--tiny");
const blob = (name: string): string => join(repository(), "blobs", server.hashOf(name));

async function expectWhole(folder: string): Promise<void> {
  expect((await readdir(folder)).sort()).toEqual([...wanted].sort());
  expect(weights.equals(await readFile(join(folder, "model.safetensors")))).toBe(true);
  expect((await readdir(join(repository(), "blobs"))).filter((name) => name.includes("incomplete"))).toEqual([]);
}

async function failure(): Promise<string> {
  const error = await download("org/tiny", options).then(
    () => new Error("none"),
    (reason: Error) => reason,
  );
  const texts = [error.message, String(error.stack), JSON.stringify(error), String((error.cause as Error)?.stack)];
  for (const text of texts) expect(text).not.toContain(TOKEN);
  return error.message.replace(options.endpoint!, "SERVER");
}

describe("download", () => {
  it("brings what a loader needs into the Hub's cache, once", async () => {
    const progress = new Map<string, number>();
    const folder = await download("org/tiny", {
      ...options,
      onProgress: ({ file, done }) => progress.set(file, done),
    });
    expect(folder).toBe(join(repository(), "snapshots", COMMIT));
    await expectWhole(folder);
    expect(await readFile(join(repository(), "refs", "main"), "utf8")).toBe(COMMIT);
    expect(await readlink(join(folder, "config.json"))).toBe(join("..", "..", "blobs", server.hashOf("config.json")));
    expect(progress.get("model.safetensors")).toBe(weights.length);
    expect(server.requests.every(({ headers }) => headers.authorization === `Bearer ${TOKEN}`)).toBe(true);
    const count = server.requests.length;
    await download("org/tiny", options);
    expect(server.paths.slice(count).every((path) => path.startsWith("/api/"))).toBe(true);
  });

  it("takes shards where there is no single file, and revisions with slashes", async () => {
    server.files.delete("model.safetensors");
    server.files.set("model.safetensors.index.json", Buffer.from("{}"));
    const folder = await download("org/tiny", { ...options, revision: "refs/pr/7" });
    expect(await readdir(folder)).toContain("model-00001-of-00001.safetensors");
    expect(await readdir(folder)).toContain("model.safetensors.index.json");
    expect(await readFile(join(repository(), "refs", "refs", "pr", "7"), "utf8")).toBe(COMMIT);
    expect(server.requests[0]!.url).toContain("/revision/refs%2Fpr%2F7?");
  });

  it("uses the cache alone when offline", async () => {
    const folder = await download("org/tiny", options);
    await server.stop();
    expect(await download("org/tiny", { ...options, offline: true })).toBe(folder);
    expect(await download("org/tiny", { ...options, offline: true, revision: COMMIT })).toBe(folder);
    await expect(download("org/tiny", { ...options, offline: true, revision: "v2" })).rejects.toThrow(
      `models.load: org/tiny at v2 is not in the cache ${repository()}, and HF_HUB_OFFLINE is set; expected a model downloaded before. Unset it once.`,
    );
    await server.start();
  });

  it("goes on where a connection was cut", async () => {
    let cuts = 0;
    server.fault = (request, response) => {
      if (!isWeights(request) || ++cuts > 3) return false;
      response.writeHead(request.headers.range ? 206 : 200, {
        "content-length": weights.length,
        ...(request.headers.range && {
          "content-range": `bytes ${(cuts - 1) * 1000}-${weights.length - 1}/${weights.length}`,
        }),
      });
      response.write(weights.subarray((cuts - 1) * 1000, cuts * 1000), () => cut(response));
      return true;
    };
    await expectWhole(await download("org/tiny", options));
    const ranges = server.requests.filter(isWeights).map(({ headers }) => headers.range);
    expect(ranges).toEqual([undefined, "bytes=1000-", "bytes=2000-", "bytes=3000-"]);
  });

  it("goes on with what an earlier process left", async () => {
    await mkdir(join(repository(), "blobs"), { recursive: true });
    await writeFile(`${blob("model.safetensors")}.incomplete`, weights.subarray(0, 12_345));
    await expectWhole(await download("org/tiny", options));
    expect(server.requests.filter(isWeights).map(({ headers }) => headers.range)).toEqual(["bytes=12345-"]);
  });

  it.each([
    ["other bytes", Buffer.alloc(5000, "x")],
    ["too many bytes", Buffer.alloc(weights.length + 1, "x")],
  ])("begins anew where an earlier process left %s", async (_, left) => {
    await mkdir(join(repository(), "blobs"), { recursive: true });
    await writeFile(`${blob("model.safetensors")}.incomplete`, left);
    await expectWhole(await download("org/tiny", options));
  });

  it.each([
    ["sends the whole file for a range", 200],
    ["does not understand ranges", 416],
  ])("begins anew where a server %s", async (_, status) => {
    let asked = 0;
    server.fault = (request, response) => {
      if (!isWeights(request)) return false;
      if (++asked === 1) response.write(weights.subarray(0, 1000), () => cut(response));
      else if (asked === 2 && status === 416) response.writeHead(416).end();
      else response.end(weights);
      return true;
    };
    await expectWhole(await download("org/tiny", options));
  });

  it("downloads again where the content changed under way", async () => {
    let asked = 0;
    const other = Buffer.alloc(weights.length, "another!");
    server.fault = (request, response) => {
      if (!isWeights(request)) return false;
      response.setHeader("etag", `"${++asked}"`);
      if (asked > 1) return false;
      response.write(other.subarray(0, 1000), () => cut(response));
      return true;
    };
    expect(await failure()).toBe(
      `models.load: model.safetensors was downloaded and does not hash to ${server.hashOf("model.safetensors")}; expected the bytes that the Hub lists. Try again; if it stays so, do not trust the server.`,
    );
    await expectWhole(await download("org/tiny", options));
  });

  it.each([408, 429, 500, 502, 503, 504])("tries again after status %i, five times", async (status) => {
    let failures = 4;
    server.fault = (request, response) => {
      if (!isWeights(request) || failures-- <= 0) return false;
      response.writeHead(status, { "retry-after": "0" }).end(TOKEN);
      return true;
    };
    await expectWhole(await download("org/tiny", options));
    await rm(cache, { recursive: true });
    failures = Number.POSITIVE_INFINITY;
    const before = server.requests.length;
    expect(await failure()).toBe(
      `models.load: SERVER did not send model.safetensors of org/tiny in 5 tries, the last with status ${status}; expected an answer. Try again later, or set HF_HUB_OFFLINE=1 to use what the cache has.`,
    );
    expect(server.requests.slice(before).filter(isWeights).length).toBe(5);
  });

  it.each([
    [401, "expected the right to read it. Accept its terms on its page, or use a token that may read it."],
    [403, "expected the right to read it. Accept its terms on its page, or use a token that may read it."],
    [418, "expected its files. Try again later."],
  ])("says at once what status %i means", async (status, advice) => {
    server.fault = (request, response) => {
      response.writeHead(status, { "content-type": "application/json" });
      response.end(JSON.stringify({ error: `${request.headers.authorization} is wrong` }));
      return true;
    };
    expect(await failure()).toBe(`models.load: SERVER answers ${status} for org/tiny; ${advice}`);
    expect(server.requests.length).toBe(1);
  });

  it("says at once that a model does not exist, or wants a token", async () => {
    server.fault = (request, response) => {
      response.writeHead(request.headers.authorization ? 404 : 401).end();
      return true;
    };
    expect(await failure()).toBe(
      "models.load: SERVER answers 404 for org/tiny at revision main; expected a model of that name and revision. Check both.",
    );
    options = { ...options, token: null };
    expect(await failure()).toBe(
      "models.load: SERVER answers 401 for org/tiny; expected the right to read it. Set HF_TOKEN to a token that may read it, or check the name.",
    );
  });

  it("gives up on a silent server and on none", async () => {
    options = { ...options, timeoutMs: 30 };
    server.fault = () => true;
    expect(await failure()).toMatch(
      /did not send its list of files of org\/tiny in 5 tries, the last with no answer for 30 ms;/,
    );
    await server.stop();
    expect(await failure()).toMatch(/in 5 tries, the last with ECONNREFUSED;/);
    await server.start();
  });

  it("keeps the token from other hosts", async () => {
    const seen: (string | undefined)[] = [];
    const other = createServer((request, response) => {
      seen.push(request.headers.authorization);
      server.send(weights, request, response);
    });
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    const { port } = other.address() as AddressInfo;
    server.fault = (request, response) => {
      if (!isWeights(request)) return false;
      response.writeHead(302, { location: `http://127.0.0.1:${port}/cdn` }).end();
      return true;
    };
    await expectWhole(await download("org/tiny", options));
    expect(seen).toEqual([undefined]);
    server.fault = (request, response) => {
      if (!String(request.url).includes("/tree/")) return false;
      response.writeHead(200, {
        "content-type": "application/json",
        link: `<http://127.0.0.1:${port}/next>; rel="next"`,
      });
      response.end("[]");
      return true;
    };
    expect(await failure()).toBe(
      `models.load: SERVER refers to http://127.0.0.1:${port} for org/tiny; expected its own address. Do not trust it.`,
    );
    expect(seen.length).toBe(1);
    other.close();
  });

  it.each([
    "../config.json",
    "/etc/passwd",
    "a/../../config.json",
    "a\\..\\b",
    "C:config.json",
    "a%2e%2e/b",
    "a\0",
    "",
  ])("refuses a repository that lists %j", async (path) => {
    server.extra = [{ type: "file", path, size: 2, oid: "0".repeat(40) }];
    expect(await failure()).toBe(
      `models.load: org/tiny lists a file ${JSON.stringify(path)}; expected a path inside the repository. Do not trust it.`,
    );
    expect(await readdir(cache)).toEqual([]);
  });

  it("refuses hashes and commits that would be paths", async () => {
    server.extra = [{ type: "file", path: "merges.txt", size: 2, oid: "../../x" }];
    expect(await failure()).toBe(
      'models.load: org/tiny lists merges.txt with hash "../../x" and 2 bytes; expected a hash to check it by. Ask the server\'s keeper.',
    );
    server.fault = (request, response) => {
      if (!String(request.url).includes("/revision/")) return false;
      response.setHeader("content-type", "application/json").end('{"sha": "../.."}');
      return true;
    };
    expect(await failure()).toBe(
      'models.load: org/tiny at main is commit "../.."; expected 40 hexadecimal digits. Check HF_ENDPOINT.',
    );
  });

  it("stops at the size that was listed", async () => {
    server.fault = (request, response) => {
      if (!isWeights(request)) return false;
      response.end(Buffer.concat([weights, weights]));
      return true;
    };
    expect(await failure()).toBe(
      `models.load: the server sends more than ${weights.length} bytes for model.safetensors; expected as many as the Hub lists. Do not trust it.`,
    );
    expect(await lstat(blob("model.safetensors")).catch(() => null)).toBeNull();
  });

  it("refuses names, revisions and endpoints that are none", async () => {
    for (const name of ["tiny", "a/b/c", "../tiny", "org/..", "org/a--b", ""]) {
      await expect(download(name, options)).rejects.toThrow(
        `models.download: ${JSON.stringify(name)} is no name on the Hub; expected "org/name". Check the name.`,
      );
    }
    for (const revision of ["../main", "a//b", "", "a\0"]) {
      await expect(download("org/tiny", { ...options, revision })).rejects.toThrow(
        `models.load: revision is ${JSON.stringify(revision)}; expected a branch, tag or commit. Pass its plain name.`,
      );
    }
    await expect(download("org/tiny", { ...options, endpoint: "hub" })).rejects.toThrow(
      'models.load: the endpoint is "hub"; expected a URL. Correct HF_ENDPOINT.',
    );
    expect(server.requests).toEqual([]);
  });
});
