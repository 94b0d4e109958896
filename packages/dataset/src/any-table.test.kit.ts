import fc from "fast-check";
import { type Dtype, dtypes, type Feature, type Features } from "./features.js";
import type { Cell, Row } from "./row.js";

const name = fc.oneof(
  fc.stringMatching(/^[a-z_]{1,6}$/),
  fc.constantFrom("été", "列", "a b", "😀", "7", "toString", "list", "element"),
);

const text = fc.string({ unit: "grapheme", maxLength: 12 });
const special = fc.constantFrom("\ufeff", "\ufeffmark", "\0", "a\u0301", "\u{1f469}\u200d\u{1f680}", "\r\n", "\uffff");

const label: Feature = { _type: "ClassLabel", names: ["no", "yes", "perhaps"] };
const image = fc.record({ bytes: fc.uint8Array({ maxLength: 40 }), path: fc.option(text) });

const scalars: Readonly<Record<Dtype, fc.Arbitrary<Cell>>> = {
  string: fc.oneof(text, special),
  binary: fc.uint8Array({ maxLength: 20 }),
  int8: fc.integer({ min: -(2 ** 7), max: 2 ** 7 - 1 }),
  int16: fc.integer({ min: -(2 ** 15), max: 2 ** 15 - 1 }),
  int32: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
  uint8: fc.nat({ max: 2 ** 8 - 1 }),
  uint16: fc.nat({ max: 2 ** 16 - 1 }),
  uint32: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
  uint64: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
  int64: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  float32: fc.float(),
  float64: fc.double(),
  bool: fc.boolean(),
};

export interface AnyTable {
  readonly features: Features;
  readonly rows: readonly Row[];
  readonly rowsPerGroup: number;
}

/** A feature together with its cells. */
interface Typed {
  readonly feature: Feature;
  readonly cell: fc.Arbitrary<Cell>;
}

const scalar: fc.Arbitrary<Typed> = fc
  .constantFrom(...dtypes)
  .map((dtype) => ({ feature: { _type: "Value", dtype } as Feature, cell: fc.option(scalars[dtype], { freq: 4 }) }));

const { typed } = fc.letrec<{ typed: Typed; struct: Typed; list: Typed }>((tie) => ({
  typed: fc.oneof(
    { maxDepth: 3 },
    scalar,
    fc.constant({ feature: { _type: "Image" } as Feature, cell: fc.option(image) }),
    fc.constant({ feature: label, cell: fc.option(fc.integer({ min: -1, max: 2 }), { freq: 4 }) }),
    tie("list"),
    tie("struct"),
  ),
  list: tie("typed").map(({ feature, cell }) => ({
    feature: { _type: "List", feature } as Feature,
    cell: fc.option(fc.array(cell, { maxLength: 4 }), { freq: 4 }),
  })),
  struct: fc.dictionary(name, tie("typed"), { minKeys: 1, maxKeys: 3, noNullPrototype: true }).map(structOf),
}));

function structOf(fields: Record<string, Typed>): Typed {
  const feature = mapValues(fields, (field) => field.feature);
  return { feature, cell: fc.option(rowOf(fields), { freq: 4 }) };
}

function rowOf(fields: Record<string, Typed>): fc.Arbitrary<Row> {
  return fc.record(mapValues(fields, (field) => field.cell)) as fc.Arbitrary<Row>;
}

function mapValues<A, B>(record: Record<string, A>, map: (value: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}

/** Features of any kind, rows that fit them, and how the rows are cut. */
export const tables: fc.Arbitrary<AnyTable> = fc
  .dictionary(name, typed, { minKeys: 1, maxKeys: 4, noNullPrototype: true })
  .chain((fields) =>
    fc.record({
      features: fc.constant(mapValues(fields, ({ feature }) => feature) as Features),
      rows: fc.array(rowOf(fields), { maxLength: 12 }),
      rowsPerGroup: fc.integer({ min: 1, max: 5 }),
    }),
  );
