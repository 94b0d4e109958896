import { createHash } from "node:crypto";
import { type FileHandle, open } from "node:fs/promises";
import { ByteWriter } from "hyparquet-writer";
import type { Features } from "../features.js";
import { type RowGroupWriter, rowGroupWriter } from "../row-groups.js";

/** One Parquet file being written; holds one row group in memory and hashes what it writes. */
export class ShardFile {
  readonly #handle: FileHandle;
  readonly #writer: RowGroupWriter;
  readonly #sink = new ByteWriter();
  readonly #hash = createHash("sha256");
  #rows = 0;
  #bytes = 0;

  private constructor(handle: FileHandle, features: Features, caller: string) {
    this.#handle = handle;
    this.#writer = rowGroupWriter(features, this.#sink, caller);
  }

  /** Creates the file, which must not exist. */
  static async create(path: string, { features, caller }: { features: Features; caller: string }): Promise<ShardFile> {
    return new ShardFile(await open(path, "wx"), features, caller);
  }

  get rows(): number {
    return this.#rows;
  }

  /** Bytes written so far. */
  get bytes(): number {
    return this.#bytes;
  }

  /** `firstRow` counts the rows of the split in errors. */
  async writeGroup(rows: readonly object[], firstRow: number): Promise<void> {
    await this.#writer.write(rows, firstRow);
    this.#rows += rows.length;
    await this.#flush();
  }

  /** Writes the footer, makes the file durable and closes it. */
  async finish(): Promise<{ rows: number; bytes: number; sha256: string }> {
    await this.#writer.finish();
    await this.#flush();
    await this.#handle.sync();
    await this.#handle.close();
    return { rows: this.#rows, bytes: this.#bytes, sha256: this.#hash.digest("hex") };
  }

  /** Closes the file unfinished. */
  async abandon(): Promise<void> {
    await this.#handle.close();
  }

  async #flush(): Promise<void> {
    const bytes = this.#sink.getBytes();
    this.#hash.update(bytes);
    await this.#handle.appendFile(bytes);
    this.#bytes += bytes.length;
    this.#sink.index = 0;
  }
}
