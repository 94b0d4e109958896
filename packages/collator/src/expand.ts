import type { Sample } from "@vlm/types";
import type { Grid, ImageProcessor } from "./image-processor.js";

/** A sample with one token for each merged patch of its images. */
export interface ExpandedSample {
  readonly tokens: Int32Array;
  readonly trained: Uint8Array;
  readonly grids: readonly Grid[];
}

/** Replaces each image's placeholder by as many as its merged grid has cells; none of them is trained. */
export function expandPlaceholders(
  sample: Sample,
  imageProcessor: ImageProcessor,
  imageTokenId: number,
): ExpandedSample {
  const { id, tokens, trained, images } = sample;
  if (tokens.length !== trained.length) {
    throw new RangeError(
      `collator.collate: sample ${JSON.stringify(id)} has ${tokens.length} tokens and ${trained.length} trained marks; expected as many. Pass the chat's sample unchanged.`,
    );
  }
  const placeholders = tokens.filter((token) => token === imageTokenId).length;
  if (placeholders !== images.length) {
    throw new RangeError(
      `collator.collate: sample ${JSON.stringify(id)} has ${placeholders} placeholders and ${images.length} images; expected as many. Give each image part its image.`,
    );
  }
  const grids = images.map((image) => imageProcessor.grid(image));
  const counts = grids.map(([time, height, width]) => (time * height * width) / imageProcessor.mergeSize ** 2);
  const length = tokens.length - placeholders + counts.reduce((sum, count) => sum + count, 0);
  const expanded = { tokens: new Int32Array(length), trained: new Uint8Array(length), grids };
  let image = 0;
  let to = 0;
  for (let from = 0; from < tokens.length; from++) {
    if (tokens[from] === imageTokenId) {
      expanded.tokens.fill(imageTokenId, to, to + counts[image]!);
      to += counts[image++]!;
    } else {
      expanded.tokens[to] = tokens[from]!;
      expanded.trained[to++] = trained[from]!;
    }
  }
  return expanded;
}
