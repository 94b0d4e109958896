/** 32-bit words that depend on the seed alone: a counter through the finalizer of MurmurHash3. */
export function randomWords(seed: number): () => number {
  // Both halves of a seed beyond 32 bits count.
  let state = mixed(mixed(Math.floor(seed / 2 ** 32)) + (seed | 0));
  return () => {
    state = (state + 0x9e3779b9) | 0;
    return mixed(state) >>> 0;
  };
}

function mixed(word: number): number {
  let bits = word | 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return bits ^ (bits >>> 16);
}
