import type { Image, NdArray } from "@vlm/types";
import type { ImageLayout } from "./image-family.js";
import type { ImageProcessor } from "./image-processor.js";
import { roomFor } from "./spare-memory.js";

/** Values of all pictures, joined along the first axis of their shapes. */
export function pixelValues(
  images: readonly Image[],
  layouts: readonly ImageLayout[],
  processor: ImageProcessor,
): NdArray<Float32Array> {
  const [, ...inner] = layouts[0]!.shape;
  const size = inner.reduce((product, length) => product * length, 1);
  const rows = layouts.reduce((sum, { shape }) => sum + shape[0]!, 0);
  const data = roomFor(rows * size);
  let begin = 0;
  images.forEach((image, i) => {
    const end = begin + layouts[i]!.shape[0]! * size;
    processor.process(image, data.subarray(begin, end));
    begin = end;
  });
  return { data, shape: [rows, ...inner] };
}

/** [images, 3]; undefined in families without grids. */
export function imageGrid(layouts: readonly ImageLayout[]): NdArray<Int32Array> | undefined {
  const grids = layouts.flatMap(({ grid }) => (grid ? [grid] : []));
  return grids.length > 0 ? { data: Int32Array.from(grids.flat()), shape: [grids.length, 3] } : undefined;
}
