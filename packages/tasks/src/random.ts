import type { Random } from "@vlm/types";

/** 32-bit FNV-1a of the text's UTF-16 units, mixed once more so that near texts lie far apart. */
export function hash(text: string): number {
  let state = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    state = Math.imul(state ^ text.charCodeAt(index), 0x01000193);
  }
  return mixed(state);
}

/** Numbers that depend on the text alone: a counter through the finalizer of MurmurHash3 (as in SplitMix). */
export function randomOf(text: string): Random {
  let state = hash(text);
  return () => {
    state = (state + 0x9e3779b9) | 0;
    return mixed(state) / 2 ** 32;
  };
}

function mixed(value: number): number {
  let bits = value;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}
