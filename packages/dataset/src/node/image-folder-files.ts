import { createHash } from "node:crypto";
import { mkdir, open } from "node:fs/promises";
import { join } from "node:path";
import { imageExtension } from "../conversation/image-extension.js";
import { syncFolder } from "./durable-file.js";

/** Writes pictures below a folder under the hash of their bytes; what is written twice is one file. */
export class ImageFiles {
  readonly #folder: string;
  readonly #folders = new Set<string>();
  #count = 0;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Pictures written, those with equal bytes once. */
  get count(): number {
    return this.#count;
  }

  /** The value with every `{ bytes, path }` as the path of its file, without fields that are null. */
  async replace(value: unknown): Promise<unknown> {
    if (Array.isArray(value)) return Promise.all(value.map((inner) => this.replace(inner)));
    if (typeof value !== "object" || value === null) return value;
    if ("bytes" in value && value.bytes instanceof Uint8Array) return this.write(value.bytes);
    const fields = await Promise.all(
      Object.entries(value)
        .filter(([, inner]) => inner !== null)
        .map(async ([name, inner]) => [name, await this.replace(inner)] as const),
    );
    return Object.fromEntries(fields);
  }

  /** Writes the picture and gives its path, with slashes. Throws on a kind that is not known. */
  async write(bytes: Uint8Array): Promise<string> {
    const extension = imageExtension(bytes);
    if (extension === null)
      throw new TypeError(
        `dataset.writeJsonFolder: a picture of ${bytes.length} bytes is of no kind known here; expected PNG, JPEG, WebP, GIF, BMP or TIFF. Encode it as one of these.`,
      );
    const hash = createHash("sha256").update(bytes).digest("hex");
    const folder = `images/${hash.slice(0, 2)}`;
    if (!this.#folders.has(folder)) await mkdir(join(this.#folder, folder), { recursive: true });
    this.#folders.add(folder);
    const path = `${folder}/${hash}.${extension}`;
    const handle = await open(join(this.#folder, path), "wx").catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "EEXIST") throw error;
      return null;
    });
    if (handle === null) return path;
    try {
      await handle.writeFile(bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
    this.#count++;
    return path;
  }

  /** Makes the names of the files durable. */
  async sync(): Promise<void> {
    for (const folder of this.#folders) await syncFolder(join(this.#folder, folder));
    if (this.#folders.size > 0) await syncFolder(join(this.#folder, "images"));
  }
}
