import { type Field, makeData, RecordBatch, type Schema, Struct, Table } from "apache-arrow";
import { checkFeatures } from "../check-features.js";
import type { Features } from "../features.js";
import { defaultGroupLimits, PendingGroup } from "../pending-group.js";
import { checkPositiveInteger } from "../positive-integer.js";
import { type RowEncoder, rowEncoder } from "../row-encoder.js";
import { arrowData } from "./arrow-data.js";
import { toArrowSchema } from "./arrow-schema.js";

export interface ArrowOptions {
  readonly features: Features;
  /** Rows in one record batch; fewer where they are large. */
  readonly rowsPerBatch?: number;
}

/**
 * Rows as an Arrow table with the schema of 🤗 datasets: `Dataset(pa.table)` has the same features in Python.
 *
 * `tableToIPC` of apache-arrow makes bytes of it. Throws on the first row that does not fit `features`.
 */
export function toArrow(rows: Iterable<object>, { features, rowsPerBatch = 1000 }: ArrowOptions): Table {
  const batcher = new Batcher(features, rowsPerBatch, "dataset.toArrow");
  const batches: RecordBatch[] = [];
  for (const row of rows) batches.push(...batcher.add(row));
  return new Table(batcher.schema, [...batches, ...batcher.finish()]);
}

/** The same a record batch at a time, for rows that do not fit in memory: `RecordBatchStreamWriter` takes them. */
export async function* arrowBatches(
  rows: Iterable<object> | AsyncIterable<object>,
  { features, rowsPerBatch = 1000 }: ArrowOptions,
): AsyncGenerator<RecordBatch, void, undefined> {
  const batcher = new Batcher(features, rowsPerBatch, "dataset.arrowBatches");
  for await (const row of rows) yield* batcher.add(row);
  yield* batcher.finish();
}

class Batcher {
  readonly schema: Schema;
  readonly #features: Features;
  readonly #encode: RowEncoder;
  readonly #group: PendingGroup;
  #taken = 0;

  constructor(features: Features, rowsPerBatch: number, caller: string) {
    checkFeatures(features, caller);
    checkPositiveInteger("rowsPerBatch", rowsPerBatch, caller);
    this.schema = toArrowSchema(features);
    this.#features = features;
    this.#encode = rowEncoder(features, caller);
    this.#group = new PendingGroup({ ...defaultGroupLimits, rowsPerGroup: rowsPerBatch }, caller);
  }

  /** The batches that this row completes: none, one or two. */
  add(row: object): RecordBatch[] {
    const bytes = this.#group.measure(row, this.#taken + this.#group.length);
    const before = this.#group.overflows(bytes) ? this.finish() : [];
    this.#group.add(row, bytes);
    return this.#group.isFull ? [...before, ...this.finish()] : before;
  }

  finish(): RecordBatch[] {
    const rows = this.#group.take();
    if (rows.length === 0) return [];
    const encoded = rows.map((row, index) => this.#encode(row, this.#taken + index));
    this.#taken += rows.length;
    const children = this.schema.fields.map(({ name, type }: Field, column) =>
      arrowData(
        this.#features[name]!,
        type,
        encoded.map((cells) => cells[column]),
      ),
    );
    const type = new Struct(this.schema.fields);
    return [new RecordBatch(this.schema, makeData({ type, length: rows.length, nullCount: 0, children }))];
  }
}
