import type { Random } from "@vlm/types";

/**
 * Numbers in [0, 1) for one row: from the seed, the row's id, and how many rows before it have the same id, so that a
 * question asked several times has several answers.
 *
 * @see sfc32 of PractRand: 96 bits of state and a counter
 */
export function rowRandom(seed: number, id: string, occurrence: number): Random {
  let a = seed | 0;
  let b = Math.floor(seed / 2 ** 32) ^ Math.imul(occurrence, 0x9e3779b1);
  let c = hash(id);
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

/** FNV-1a over UTF-16 units. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return value | 0;
}
