import { isBlockSize } from "./four-bit.js";
import type { FourBit } from "./four-bit-codes.js";
import type { FourBitType } from "./four-bit-type.js";
import { dumps, Float, type PythonValue } from "./python-json.js";
import { WEIGHT_TYPES, type WeightType } from "./rounding.js";

/** What bitsandbytes writes about a packed weight beside its tensors. */
export interface QuantState {
  readonly type: FourBitType;
  readonly blockSize: number;
  readonly dtype: WeightType;
  readonly shape: readonly number[];
  /** Present where the scales are quantized, too. */
  readonly nested: { readonly blockSize: number; readonly offset: number } | null;
}

/** The text of `quant_state.bitsandbytes__nf4`, to the byte as Python writes it. */
export function writeQuantState({ type, blockSize, dtype, shape, scales }: FourBit): string {
  const nested: Readonly<Record<string, PythonValue>> =
    scales instanceof Float32Array
      ? {}
      : { nested_blocksize: scales.blockSize, nested_dtype: "float32", nested_offset: new Float(scales.offset) };
  return dumps({ quant_type: type, blocksize: blockSize, dtype, shape, ...nested });
}

/** @throws when the text is not a state of that type; `name` says whose it is */
export function readQuantState(text: string, type: FourBitType, name: string): QuantState {
  let fields: Record<string, unknown> | null;
  try {
    fields = JSON.parse(text) as Record<string, unknown> | null;
  } catch (cause) {
    throw malformed(name, "is not JSON", "an object", cause);
  }
  if (typeof fields !== "object" || fields === null) throw malformed(name, "is not an object", "one");
  const check = (field: string, expected: string, holds: (value: unknown) => boolean): unknown => {
    const value = fields[field];
    if (!holds(value)) throw malformed(name, `has ${field} ${JSON.stringify(value)}`, expected);
    return value;
  };
  check("quant_type", JSON.stringify(type), (value) => value === type);
  const blockSize = check("blocksize", "a power of two from 32 to 4096", isBlockSize);
  const dtype = check("dtype", WEIGHT_TYPES.join(", "), (value) => WEIGHT_TYPES.includes(value as WeightType));
  const shape = check("shape", "[out, in]", isMatrixShape);
  const isNested = fields.nested_blocksize !== undefined || fields.nested_offset !== undefined;
  const nested = isNested && {
    blockSize: check("nested_blocksize", "a power of two from 32 to 4096", isBlockSize),
    offset: check("nested_offset", "a number", Number.isFinite),
  };
  return { type, blockSize, dtype, shape, nested: nested || null } as QuantState;
}

function isMatrixShape(value: unknown): boolean {
  if (!Array.isArray(value) || value.length !== 2) return false;
  return value.every((size) => Number.isInteger(size) && size > 0) && value[0] * value[1] <= Number.MAX_SAFE_INTEGER;
}

function malformed(name: string, what: string, expected: string, cause?: unknown): Error {
  return new Error(
    `quant-cuda.readQuantState: the state of ${name} ${what}; expected ${expected}. Copy the checkpoint again.`,
    cause === undefined ? undefined : { cause },
  );
}
