import type { Random } from "@vlm/types";

/** Seeded uniform numbers in [0, 1): splitmix32 on a Weyl sequence (Steele, Lea and Flood 2014, cut to 32 bits). */
export function random(seed: number): Random {
  let state = seed | 0;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
  };
}
