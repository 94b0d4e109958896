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
  // An object's small fields: V8 is slow at captured variables, and boxes what does not fit 32 signed bits.
  const state = { a: 0, b: 0, c: 0, counter: 1 };
  const next = (): number => {
    const { a, b, c, counter } = state;
    const sum = (((a + b) | 0) + counter) | 0;
    state.a = b ^ (b >>> 9);
    state.b = (c + (c << 3)) | 0;
    state.c = (((c << 21) | (c >>> 11)) + sum) | 0;
    state.counter = (counter + 1) | 0;
    return sum;
  };
  return {
    seed(seed, stream = 0) {
      state.a = seed | 0;
      state.b = Math.floor(seed / 2 ** 32) | 0;
      state.c = stream | 0;
      state.counter = 1;
      // The first outputs of near seeds resemble each other.
      for (let round = 0; round < 15; round++) next();
    },
    random: () => (next() >>> 0) * 2 ** -32,
    draw(count) {
      const sum = next();
      if (count > 0xffff) return Math.floor((sum >>> 0) * 2 ** -32 * count);
      // The same in integers, in halves that do not overflow.
      return (Math.imul(sum >>> 16, count) + (Math.imul(sum & 0xffff, count) >>> 16)) >>> 16;
    },
  };
}
