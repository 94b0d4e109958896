/** What one case of group "ops" computes; both sides read it from `cases.json`. */
export interface OpsWork {
  /**
   * `forward`: y = x · Wᵀ, x [m, k], W [n, k]. `backward`: dx = dy · W, dy [m, n]. `quantize` and `dequantize`: W as NF4 in
   * blocks of 64 with plain scales, and back.
   */
  readonly operation: "forward" | "backward" | "quantize" | "dequantize";
  readonly m: number;
  readonly k: number;
  readonly n: number;
  /** How W is stored. */
  readonly weight: "float32" | "bfloat16" | "nf4";
  /** So many copies of W take turns, that none is found in a cache. */
  readonly copies: number;
  readonly flops: number;
  readonly bytes: number;
}
