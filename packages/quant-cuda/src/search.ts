/** How many of the ascending limits lie strictly below the value; 0 for NaN. */
export function countBelow(limits: Float32Array, value: number): number {
  let [low, high] = [0, limits.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (value > limits[middle]!) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The float32 numbers halfway between neighbours. */
export function middlesOf(ascending: Float32Array): Float32Array {
  return Float32Array.from({ length: ascending.length - 1 }, (_, i) => {
    const sum = Math.fround(ascending[i]! + ascending[i + 1]!);
    return sum / 2;
  });
}
