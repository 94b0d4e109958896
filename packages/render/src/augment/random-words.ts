/** 32-bit words that depend on the seed alone: a counter through the finalizer of MurmurHash3. */
export function randomWords(seed: number): () => number {
  // Both halves of a seed beyond 32 bits count.
  let state = (Math.imul(Math.floor(seed / 2 ** 32), 0x2545f491) ^ (seed | 0)) | 0;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let bits = state;
    bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
    bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
    return (bits ^ (bits >>> 16)) >>> 0;
  };
}
