import { middlesOf } from "./search.js";

/** The two 4-bit data types of bitsandbytes. */
export type FourBitType = "nf4" | "fp4";

/** What a 4-bit code stands for, as a share of its block's largest magnitude, and how numbers get one. */
export interface Codebook {
  /** [16], by code */
  readonly values: Float32Array;
  /** Codes by ascending value. */
  readonly order: Uint8Array;
  /** Between neighbours, about in the middle; a number's code is the one in `order` after as many as lie below the number. */
  readonly limits: Float32Array;
  /** The code of 0. */
  readonly zero: number;
}

/** NF4 (arXiv 2305.14314): quantiles of the normal distribution. */
const NF4 = [
  ...[-1, -0.6961928009986877, -0.5250730514526367, -0.39491748809814453, -0.28444138169288635],
  ...[-0.18477343022823334, -0.09105003625154495, 0, 0.07958029955625534, 0.16093020141124725],
  ...[0.24611230194568634, 0.33791524171829224, 0.44070982933044434, 0.5626170039176941, 0.7229568362236023, 1],
];

/** Where the CUDA kernel has them: the first two lie a rounding away from the middles. */
const NF4_LIMITS = Float32Array.of(
  ...[-0.8480964004993439, -0.6106329262256622, -0.4599952697753906, -0.33967943489551544, -0.23460740596055984],
  ...[-0.13791173323988914, -0.045525018125772476, 0.03979014977812767, 0.1202552504837513, 0.2035212516784668],
  ...[0.2920137718319893, 0.3893125355243683, 0.5016634166240692, 0.6427869200706482, 0.8614784181118011],
);

/** FP4: a sign bit and eight magnitudes, which are not in order. */
const FP4 = [0, 0.0625, 8, 12, 4, 6, 2, 3].map((magnitude) => magnitude / 12);

export const CODEBOOKS: Readonly<Record<FourBitType, Codebook>> = {
  nf4: { ...codebook(NF4), limits: NF4_LIMITS },
  fp4: codebook([...FP4, ...FP4.map((value) => -value)]),
};

/** What is nearly 0 gets FP4's 0 from below and its −0 from above, as in bitsandbytes: sorting keeps equals in order. */
function codebook(list: readonly number[]): Codebook {
  const values = Float32Array.from(list);
  const codes = Array.from(values.keys()).sort((a, b) => values[a]! - values[b]!);
  const limits = middlesOf(Float32Array.from(codes, (code) => values[code]!));
  return { values, order: Uint8Array.from(codes), limits, zero: values.indexOf(0) };
}
