import { rename } from "node:fs/promises";
import { join } from "node:path";
import type { Features } from "../features.js";
import { type GroupLimits, PendingGroup } from "../pending-group.js";
import type { ShardRecord, SplitRecord } from "./manifest.js";
import { ShardFile } from "./shard-file.js";
import { shardPath } from "./shard-path.js";

export interface SplitWriterOptions extends GroupLimits {
  readonly features: Features;
  readonly rowsPerShard: number;
  readonly bytesPerShard: number;
  readonly caller: string;
}

/** Writes the rows of one split into the shards of a dataset's folder; holds one row group in memory. */
export class SplitWriter {
  readonly #folder: string;
  readonly #name: string;
  readonly #options: SplitWriterOptions;
  readonly #finished: Omit<ShardRecord, "path">[] = [];
  #shard: ShardFile | null = null;
  readonly #group: PendingGroup;
  #rows = 0;

  constructor(folder: string, name: string, options: SplitWriterOptions) {
    this.#folder = folder;
    this.#name = name;
    this.#options = options;
    this.#group = new PendingGroup(options, options.caller);
  }

  /** Resolves when the row is held or written. */
  async add(row: object): Promise<void> {
    const bytes = this.#group.measure(row, this.#rows + this.#group.length);
    if (this.#group.overflows(bytes)) await this.#writeGroup();
    this.#group.add(row, bytes);
    const shardRows = (this.#shard?.rows ?? 0) + this.#group.length;
    if (this.#group.isFull || shardRows === this.#options.rowsPerShard) await this.#writeGroup();
    if (this.#shard?.rows === this.#options.rowsPerShard) await this.#finishShard();
  }

  /** Writes what is left and gives the shards their names, which carry their number. */
  async finish(): Promise<SplitRecord> {
    if (this.#group.length > 0) await this.#writeGroup();
    await this.#finishShard();
    const count = this.#finished.length;
    const shards = this.#finished.map((shard, index) => ({ ...shard, path: shardPath(this.#name, index, count) }));
    for (const [index, { path }] of shards.entries()) await rename(this.#unnamed(index), join(this.#folder, path));
    return { name: this.#name, rows: this.#rows, shards };
  }

  /** Closes what is open. */
  async abandon(): Promise<void> {
    await this.#shard?.abandon();
  }

  async #writeGroup(): Promise<void> {
    if (this.#shard !== null && this.#shard.bytes + this.#group.bytes > this.#options.bytesPerShard)
      await this.#finishShard();
    this.#shard ??= await ShardFile.create(this.#unnamed(this.#finished.length), this.#options);
    const rows = this.#group.take();
    await this.#shard.writeGroup(rows, this.#rows);
    this.#rows += rows.length;
  }

  async #finishShard(): Promise<void> {
    if (this.#shard !== null) this.#finished.push(await this.#shard.finish());
    this.#shard = null;
  }

  #unnamed(index: number): string {
    return join(this.#folder, "data", `${this.#name}-${index}.writing`);
  }
}
