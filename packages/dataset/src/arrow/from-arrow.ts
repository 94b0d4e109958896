import type { RecordBatch, Table } from "apache-arrow";
import { checkFeatures } from "../check-features.js";
import { type Feature, type Features, kindOf } from "../features.js";
import { featuresFromMetadata } from "../huggingface-metadata.js";
import type { Row } from "../row.js";
import { arrowCells } from "./arrow-cells.js";
import { fromArrowFields } from "./arrow-schema.js";

const caller = "dataset.fromArrow";

/** A table's rows. They are made anew each time they are gone through. */
export interface ArrowRows<R extends object = Row> extends Iterable<R> {
  readonly features: Features;
  readonly length: number;
}

/**
 * The rows of an Arrow table, with the features of its 🤗 metadata or, without one, of its schema.
 *
 * `R` is the caller's word for what the features say. A record batch is decoded column by column and at once. Throws on
 * a type that this package lacks, naming the column; `table.select(names)` leaves it out.
 */
export function fromArrow<R extends object = Row>(table: Table): ArrowRows<R> {
  const { fields, metadata } = table.schema;
  const derived = fromArrowFields(fields);
  const columns = Object.keys(derived);
  const stored = featuresFromMetadata(metadata, { columns, caller }) ?? derived;
  const features = Object.fromEntries(columns.map((name) => [name, stored[name] ?? derived[name]])) as Features;
  checkFeatures(derived, caller);
  const mismatch = columns.find((name) => !agrees(features[name]!, derived[name]!));
  if (mismatch !== undefined)
    throw new Error(
      `${caller}: ${mismatch} is held in another type than its feature says; expected the two to agree. Cast the column, or remove the schema's metadata.`,
    );
  return {
    features,
    length: table.numRows,
    *[Symbol.iterator]() {
      for (const batch of table.batches) if (batch.numRows > 0) yield* batchRows(batch, features) as Generator<R>;
    },
  };
}

function* batchRows(batch: RecordBatch, features: Features): Generator<Row> {
  const names = Object.keys(features);
  const columns = names.map((name, index) =>
    arrowCells(features[name]!, batch.data.children[index]!, `column ${name}`),
  );
  for (let row = 0; row < batch.numRows; row++)
    yield Object.fromEntries(names.map((name, index) => [name, columns[index]![row]!]));
}

/** Whether what a schema says by itself may be read as the feature. */
function agrees(feature: Feature, derived: Feature): boolean {
  const [said, held] = [kindOf(feature), kindOf(derived)];
  if (said.kind === "value") return held.kind === "value" && said.dtype === held.dtype;
  if (said.kind === "list") return held.kind === "list" && agrees(said.item, held.item);
  if (said.kind === "image" || held.kind !== "struct") return said.kind === held.kind;
  const names = Object.keys(said.fields);
  return (
    names.length === Object.keys(held.fields).length &&
    names.every((name) => Object.hasOwn(held.fields, name) && agrees(said.fields[name]!, held.fields[name]!))
  );
}
