import type { Draw, Random } from "@vlm/types";

/** Numbers that a seed decides. It can be seeded again, so that code compiled around it serves every search. */
export interface Generator {
  /** Starts over; streams of one seed are independent. */
  seed(seed: number, stream?: number): void;
  /** Multiples of 2⁻³². */
  readonly random: Random;
  /** `floor(random() × count)`: both ways take one number of the same sequence. */
  readonly draw: Draw;
}

/**
 * A generator, not yet seeded.
 *
 * @see sfc32 of PractRand: 96 bits of state and a counter
 */
export function generator(): Generator {
  // Signed, for V8 keeps what fits 31 or 32 signed bits without a box.
  let a = 0;
  let b = 0;
  let c = 0;
  let counter = 1;
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum;
  };
  return {
    seed(seed, stream = 0) {
      a = seed | 0;
      b = Math.floor(seed / 2 ** 32) | 0;
      c = stream | 0;
      counter = 1;
      // The first outputs of near seeds resemble each other.
      for (let round = 0; round < 15; round++) next();
    },
    random: () => (next() >>> 0) * 2 ** -32,
    draw: (count) => ((next() >>> 0) * 2 ** -32 * count) | 0,
  };
}
