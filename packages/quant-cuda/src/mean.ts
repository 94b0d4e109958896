const LANES = 8;
const ROWS = 4;
const LEVELS = 4;

/** A float32 sum in which PyTorch adds up: rows of four vectors of eight lanes, in levels of partial sums, then the rest. */
export function mean(values: Float32Array): number {
  const vectors = Math.floor(values.length / LANES);
  const steps = Math.floor(vectors / ROWS);
  const partial = cascade(values, steps);
  for (let vector = steps * ROWS; vector < vectors; vector++) {
    for (let lane = 0; lane < LANES; lane++) partial[lane]! += values[vector * LANES + lane]!;
  }
  for (let row = 1; row < ROWS; row++) {
    for (let lane = 0; lane < LANES; lane++) partial[lane]! += partial[row * LANES + lane]!;
  }
  const sum = new Float32Array(1);
  for (let i = vectors * LANES; i < values.length; i++) sum[0]! += values[i]!;
  for (let lane = 0; lane < LANES; lane++) sum[0]! += partial[lane]!;
  return Math.fround(sum[0]! / values.length);
}

/** Sums of 32 interleaved columns, `steps` numbers each. */
function cascade(values: Float32Array, steps: number): Float32Array {
  const width = LANES * ROWS;
  const power = Math.max(4, Math.floor(Math.ceil(Math.log2(Math.max(steps, 1))) / LEVELS));
  const levels = Array.from({ length: LEVELS }, () => new Float32Array(width));
  const [first] = levels as [Float32Array];
  const add = (into: Float32Array, from: Float32Array): void => {
    for (let i = 0; i < width; i++) into[i]! += from[i]!;
  };
  let step = 0;
  while (step + 2 ** power <= steps) {
    for (let end = step + 2 ** power; step < end; step++) {
      add(first, values.subarray(step * width, (step + 1) * width));
    }
    for (let level = 1; level < LEVELS; level++) {
      add(levels[level]!, levels[level - 1]!);
      levels[level - 1]!.fill(0);
      if (Math.floor(step / 2 ** (level * power)) % 2 ** power !== 0) break;
    }
  }
  for (; step < steps; step++) add(first, values.subarray(step * width, (step + 1) * width));
  for (let level = 1; level < LEVELS; level++) add(first, levels[level]!);
  return first;
}
