import { describe } from "./describe.js";
import { type Dtype, type Feature, kindOf, type StructFeature } from "./features.js";

/** Checks a cell and turns it into what the Parquet writer stores. Throws a `CellError` on a value that does not fit. */
export type CellEncoder = (value: unknown) => unknown;

/** A cell that does not fit its feature; the caller adds the row. */
export class CellError extends TypeError {}

/** Compiled once per column, run once per row. `path` names the column in errors. */
export function cellEncoder(feature: Feature, path: string): CellEncoder {
  const encode = valueEncoder(feature, path);
  return (value) => {
    if (value === null) return null;
    if (value === undefined)
      throw new CellError(`${path} is undefined; expected a value or null. Write null where there is none`);
    return encode(value);
  };
}

function valueEncoder(feature: Feature, path: string): CellEncoder {
  const kind = kindOf(feature);
  switch (kind.kind) {
    case "value":
      return kind.labels === undefined ? scalarEncoder(kind.dtype, path) : labelEncoder(kind.labels, path);
    case "image":
      return (value) => encodeImage(value, path);
    case "list": {
      const encode = cellEncoder(kind.item, `${path}[]`);
      return (value) => {
        if (!isList(value)) throw mistake(path, value, "a list");
        return Array.from(value, encode);
      };
    }
    case "struct":
      return structEncoder(kind.fields, path);
    default:
      return kind satisfies never;
  }
}

function structEncoder(fields: StructFeature, path: string): CellEncoder {
  const encoders = Object.entries(fields).map(
    ([name, feature]) => [name, cellEncoder(feature, `${path}.${name}`)] as const,
  );
  const names = encoders.map(([name]) => name).join(", ");
  return (value) => {
    if (typeof value !== "object" || value === null || isList(value)) throw mistake(path, value, `{ ${names} }`);
    const struct = value as Readonly<Record<string, unknown>>;
    const encoded = Object.fromEntries(encoders.map(([name, encode]) => [name, encode(struct[name])]));
    const stray = Object.keys(struct).find((name) => !Object.hasOwn(encoded, name));
    if (stray !== undefined)
      throw new CellError(
        `${path} has a field ${JSON.stringify(stray)}; expected { ${names} }. Add it to the features or leave it out`,
      );
    return encoded;
  };
}

function encodeImage(value: unknown, path: string): unknown {
  const { bytes, path: file } = (typeof value === "object" ? value : {}) as { bytes?: unknown; path?: unknown };
  if (!(bytes instanceof Uint8Array) || !(file === null || isText(file)))
    throw mistake(path, value, "{ bytes: Uint8Array, path: string | null }");
  return { bytes, path: file };
}

function scalarEncoder(dtype: Dtype, path: string): CellEncoder {
  const { accepts, expected, encode } = scalars[dtype];
  return (value) => {
    if (!accepts(value)) throw mistake(path, value, expected);
    return encode === undefined ? value : encode(value);
  };
}

function labelEncoder(names: readonly string[], path: string): CellEncoder {
  return (value) => {
    if (!Number.isInteger(value) || Number(value) < -1 || Number(value) >= names.length)
      throw mistake(path, value, `a class from 0 to ${names.length - 1}, −1 for none,`);
    return BigInt(value as number);
  };
}

interface Scalar {
  readonly expected: string;
  readonly accepts: (value: unknown) => boolean;
  readonly encode?: (value: unknown) => unknown;
}

const scalars: Readonly<Record<Dtype, Scalar>> = {
  string: { expected: "a string without lone surrogates", accepts: isText },
  binary: { expected: "a Uint8Array", accepts: (value) => value instanceof Uint8Array },
  int8: integer("−2⁷", "2⁷ − 1", (value) => (value << 24) >> 24),
  int16: integer("−2¹⁵", "2¹⁵ − 1", (value) => (value << 16) >> 16),
  int32: integer("−2³¹", "2³¹ − 1", (value) => value | 0),
  uint8: integer("0", "2⁸ − 1", (value) => value & 0xff),
  uint16: integer("0", "2¹⁶ − 1", (value) => value & 0xffff),
  uint32: integer("0", "2³² − 1", (value) => value >>> 0),
  uint64: {
    expected: "a bigint or a safe integer from 0 to 2⁶⁴ − 1",
    accepts: (value) => isSafe(value) && BigInt.asUintN(64, BigInt(value)) === BigInt(value),
    encode: (value) => BigInt(value as number | bigint),
  },
  int64: {
    expected: "a bigint or a safe integer that fits 64 bits",
    accepts: (value) => isSafe(value) && BigInt.asIntN(64, BigInt(value)) === BigInt(value),
    encode: (value) => BigInt(value as number | bigint),
  },
  float32: { expected: "a number", accepts: isNumber },
  float64: { expected: "a number", accepts: isNumber },
  bool: { expected: "true or false", accepts: (value) => typeof value === "boolean" },
};

/** `wrap` keeps the numbers of the range and changes every other. */
function integer(least: string, greatest: string, wrap: (value: number) => number): Scalar {
  return {
    expected: `an integer from ${least} to ${greatest}`,
    accepts: (value) => typeof value === "number" && value === wrap(value),
  };
}

function isSafe(value: unknown): value is number | bigint {
  return typeof value === "bigint" || Number.isSafeInteger(value);
}

function isNumber(value: unknown): boolean {
  return typeof value === "number";
}

/** Half a surrogate pair has no UTF-8 form: it would come back as another character. */
function isText(value: unknown): boolean {
  return typeof value === "string" && !/\p{Surrogate}/u.test(value);
}

function isList(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));
}

function mistake(path: string, value: unknown, expected: string): CellError {
  return new CellError(
    `${path} is ${describe(value)}; expected ${expected} or null. Convert the value or change the feature`,
  );
}
