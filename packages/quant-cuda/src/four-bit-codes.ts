import type { FourBitType } from "./four-bit-type.js";
import type { WeightType } from "./rounding.js";
import type { Scales } from "./scales.js";

/** Numbers as 4-bit codes, each block of them with its own scale. */
export interface FourBit {
  readonly type: FourBitType;
  readonly shape: readonly number[];
  /** Two codes a byte, the first in its upper half; row after row, blocks crossing rows. */
  readonly packed: Uint8Array;
  /** [16]: what codes stand for, as a share of their block's scale. */
  readonly map: Float32Array;
  readonly scales: Scales;
  readonly blockSize: number;
  readonly dtype: WeightType;
}

/** The codes of numbers and the largest magnitude of each block. */
export interface Encoded {
  readonly packed: Uint8Array;
  readonly absmax: Float32Array;
}
