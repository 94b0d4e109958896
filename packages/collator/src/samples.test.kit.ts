import type { Image, NdArray, Sample } from "@vlm/types";
import fc from "fast-check";
import type { CollateOptions } from "./collate.js";
import { createImageProcessor, type ImageProcessor } from "./image-processor.js";

interface Family extends CollateOptions {
  readonly imageProcessor: ImageProcessor;
}

export const IMAGE: number = 9;
export const qwen: Family = {
  imageProcessor: createImageProcessor({ patch_size: 2, size: { shortest_edge: 16, longest_edge: 1024 } }),
  imageTokenId: IMAGE,
  padTokenId: 0,
};
export const gemma: Family = {
  imageProcessor: createImageProcessor({ image_seq_length: 3, size: { height: 4, width: 4 } }),
  imageTokenId: IMAGE,
  padTokenId: 0,
};
export const text: CollateOptions = { padTokenId: 0 };

export function picture(width: number, height: number, value: number): Image {
  return { width, height, data: new Uint8ClampedArray(4 * width * height).fill(value) };
}

/** Tokens above 100 are trained, as themselves less 100. */
export function sample(id: string, tokens: readonly number[], images: readonly Image[] = []): Sample {
  return {
    id,
    tokens: Int32Array.from(tokens, (token) => token % 100),
    trained: Uint8Array.from(tokens, (token) => (token > 100 ? 1 : 0)),
    images,
  };
}

export const table = ({ data, shape }: NdArray<Int32Array>): number[][] =>
  Array.from({ length: shape[0]! }, (_, row) => [...data.subarray(row * shape[1]!, (row + 1) * shape[1]!)]);

/** Any sample, with pictures of any small size and trained tokens anywhere. */
export const anySample: fc.Arbitrary<Sample> = fc
  .array(fc.oneof({ weight: 5, arbitrary: fc.integer({ min: 1, max: 8 }) }, fc.constant(IMAGE)), {
    minLength: 1,
    maxLength: 12,
  })
  .chain((tokens) =>
    fc.record({
      id: fc.string({ maxLength: 3 }),
      tokens: fc.constant(Int32Array.from(tokens)),
      trained: fc.uint8Array({ max: 1, minLength: tokens.length, maxLength: tokens.length }),
      images: fc.tuple(
        ...tokens
          .filter((token) => token === IMAGE)
          .map(() =>
            fc
              .tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 12 }), fc.nat(255))
              .map(([width, height, value]) => picture(width, height, value)),
          ),
      ),
    }),
  );
