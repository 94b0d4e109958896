import type { Random } from "@vlm/types";

/** A stream of its own for each seed and name, so that the order of drawing does not matter (SFC32). */
export function namedRandom(seed: number, name: string): Random {
  let a = hash(name, seed);
  let b = hash(name, a ^ 0x9e3779b9);
  let c = hash(name, b ^ 0x85ebca6b);
  let counter = 1;
  const next = (): number => {
    const sum = (a + b + counter++) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 2 ** 32;
  };
  for (let round = 0; round < 12; round++) next();
  return next;
}

/** FNV-1a over UTF-16 units with the finalizer of MurmurHash3. */
function hash(text: string, seed: number): number {
  let h = (0x811c9dc5 ^ seed) | 0;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
