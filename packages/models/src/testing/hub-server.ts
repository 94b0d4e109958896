import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export const COMMIT = "0123456789abcdef0123456789abcdef01234567";

/** Answers in the place of the server, and says whether it did. */
export type Fault = (request: IncomingMessage, response: ServerResponse) => boolean;

/** A Hub with one repository, on this machine, as far as loading a model asks one. */
export class HubServer {
  readonly files: Map<string, Buffer>;
  readonly requests: IncomingMessage[] = [];
  /** What the server lists besides `files`. */
  extra: readonly object[] = [];
  fault: Fault = () => false;
  /** Small files hash as git blobs, others with SHA-256 as large files do. */
  largeFrom = 1000;
  readonly #server: Server;

  constructor(files: Readonly<Record<string, string | Buffer>>) {
    this.files = new Map(Object.entries(files).map(([name, content]) => [name, Buffer.from(content)]));
    this.#server = createServer((request, response) => {
      this.requests.push(request);
      if (!this.fault(request, response)) this.answer(request, response);
    });
  }

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  get paths(): readonly string[] {
    return this.requests.map(({ url }) => String(url).split("?")[0]!);
  }

  hashOf(name: string): string {
    const content = this.files.get(name)!;
    if (content.length >= this.largeFrom) return createHash("sha256").update(content).digest("hex");
    return createHash("sha1").update(`blob ${content.length}\0`).update(content).digest("hex");
  }

  answer(request: IncomingMessage, response: ServerResponse): void {
    const path = String(request.url).split("?")[0]!;
    const json = (value: unknown): void => {
      response.setHeader("content-type", "application/json").end(JSON.stringify(value));
    };
    const file = /^\/org\/tiny\/resolve\/[0-9a-f]{40}\/([^/]+)$/.exec(path)?.[1];
    if (/^\/api\/models\/org\/tiny\/revision\//.test(path)) json({ _id: "1", id: "org/tiny", sha: COMMIT });
    else if (path === `/api/models/org/tiny/tree/${COMMIT}`) json(this.#tree());
    else if (file !== undefined && this.files.has(file)) this.send(this.files.get(file)!, request, response);
    else response.writeHead(404).end();
  }

  /** A file, or the rest of it that a range asks for. */
  send(content: Buffer, request: IncomingMessage, response: ServerResponse): void {
    const begin = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? "")?.[1] ?? 0);
    if (begin >= content.length && begin > 0) response.writeHead(416).end();
    else if (begin > 0) {
      response.writeHead(206, { "content-range": `bytes ${begin}-${content.length - 1}/${content.length}` });
      response.end(content.subarray(begin));
    } else response.end(content);
  }

  #tree(): readonly object[] {
    const entries = [...this.files].map(([path, { length: size }]) => {
      const hash = this.hashOf(path);
      const large = { oid: "0".repeat(40), lfs: { oid: hash, size, pointerSize: 130 } };
      return { type: "file", path, size, ...(hash.length === 64 ? large : { oid: hash }) };
    });
    return [...entries, ...this.extra];
  }
}
