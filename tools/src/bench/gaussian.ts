import type { Random } from "@vlm/types";

/** Numbers from N(0, deviation²), by Box and Muller. */
export function gaussian(draw: Random, size: number, deviation = 1): Float32Array {
  const values = new Float32Array(size);
  for (let i = 0; i < size; i += 2) {
    const length = deviation * Math.sqrt(-2 * Math.log(1 - draw()));
    const angle = 2 * Math.PI * draw();
    values[i] = length * Math.cos(angle);
    if (i + 1 < size) values[i + 1] = length * Math.sin(angle);
  }
  return values;
}
