import type { Random } from "@vlm/types";
import { checkSeed } from "./check.js";
import { generator } from "./generator.js";

/**
 * Numbers in [0, 1), multiples of 2⁻³², that the seed alone decides.
 *
 * @param seed any safe integer
 * @param stream int32; streams of one seed are independent
 * @see sfc32 of PractRand: 96 bits of state and a counter
 */
export function random(seed: number, stream = 0): Random {
  checkSeed("random", seed);
  const numbers = generator();
  numbers.seed(seed, stream);
  return numbers.random;
}
