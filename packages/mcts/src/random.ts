import type { Random } from "@vlm/types";
import { checkSeed } from "./check.js";

/**
 * Numbers in [0, 1), multiples of 2⁻³², that the seed alone decides.
 *
 * @param seed any safe integer
 * @param stream int32; streams of one seed are independent
 * @see sfc32 of PractRand: 96 bits of state and a counter
 */
export function random(seed: number, stream = 0): Random {
  checkSeed("random", seed);
  let a = seed | 0;
  let b = Math.floor(seed / 2 ** 32) | 0;
  let c = stream | 0;
  let counter = 1;
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) * 2 ** -32;
  };
  // The first outputs of near seeds resemble each other.
  for (let round = 0; round < 15; round++) next();
  return next;
}
