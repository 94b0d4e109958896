/** A permutation of 0 … length−1 that depends on seed and epoch alone (Fisher-Yates). */
export function epochOrder(length: number, { seed, epoch }: { seed: number; epoch: number }): Uint32Array {
  const order = Uint32Array.from({ length }, (_, i) => i);
  let state = mix(mix(seed | 0) ^ epoch);
  for (let last = length - 1; last > 0; last--) {
    state = (state + 0x9e3779b9) | 0;
    // 2^-32 of bias per element at most: far below what a training run could see.
    const chosen = Math.floor(((mix(state) >>> 0) / 2 ** 32) * (last + 1));
    const moved = order[last]!;
    order[last] = order[chosen]!;
    order[chosen] = moved;
  }
  return order;
}

/** A bijection of 32-bit integers that spreads every bit (Steele's SplitMix32). */
function mix(x: number): number {
  let z = (x + 0x9e3779b9) | 0;
  z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
  z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
  return z ^ (z >>> 15);
}
