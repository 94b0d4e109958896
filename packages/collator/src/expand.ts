import type { Image, Sample } from "@vlm/types";
import type { ImageLayout, ImageSize } from "./image-family.js";
import { checkPixels, type ImageProcessor } from "./image-processor.js";

/** How a checkpoint takes images; both absent for models of text. */
export interface ImageOptions {
  readonly imageProcessor?: ImageProcessor | undefined;
  /** The placeholder that a chat puts for each image. */
  readonly imageTokenId?: number | undefined;
}

/** A sample with as many tokens for each image as the model sees. */
export interface ExpandedSample {
  readonly id: string;
  readonly tokens: Int32Array;
  /** 1 where a loss is taken: never at an image. */
  readonly trained: Uint8Array;
  readonly images: readonly Image[];
  /** What each of the images becomes. */
  readonly layouts: readonly ImageLayout[];
}

/** Replaces each image's placeholder by as many as its layout says; none of them is trained. */
export function expandPlaceholders(sample: Sample, options: ImageOptions): ExpandedSample {
  const { id, tokens, trained, images } = sample;
  if (tokens.length !== trained.length) {
    throw new RangeError(
      `collator.collate: sample ${JSON.stringify(id)} has ${tokens.length} tokens and ${trained.length} trained marks; expected as many. Pass the chat's sample unchanged.`,
    );
  }
  images.forEach(checkPixels);
  const layouts = layoutsOf(sample, options);
  const length = expandedLength(tokens.length, layouts);
  const expanded = { tokens: new Int32Array(length), trained: new Uint8Array(length) };
  let image = 0;
  let to = 0;
  for (let from = 0; from < tokens.length; from++) {
    if (tokens[from] === options.imageTokenId) {
      const count = layouts[image++]!.tokens;
      expanded.tokens.fill(tokens[from]!, to, to + count);
      to += count;
    } else {
      expanded.tokens[to] = tokens[from]!;
      expanded.trained[to++] = trained[from]!;
    }
  }
  return { id, images, layouts, ...expanded };
}

/** A sample as far as its length depends on it: pictures need not be decoded. */
export interface SampleSize extends Pick<Sample, "id" | "tokens"> {
  readonly images: readonly ImageSize[];
}

/** Tokens that a sample has once its placeholders are expanded. */
export function countTokens(sample: SampleSize, options: ImageOptions): number {
  return expandedLength(sample.tokens.length, layoutsOf(sample, options));
}

function expandedLength(tokens: number, layouts: readonly ImageLayout[]): number {
  return layouts.reduce((sum, layout) => sum + layout.tokens - 1, tokens);
}

function layoutsOf({ id, tokens, images }: SampleSize, options: ImageOptions): readonly ImageLayout[] {
  const { imageProcessor, imageTokenId } = options;
  if (images.length > 0 && !imageProcessor) {
    throw new RangeError(
      `collator.collate: sample ${JSON.stringify(id)} has ${images.length} images and there is no image processor; expected text alone. Use a vision-language checkpoint, or leave the images out.`,
    );
  }
  let placeholders = 0;
  for (const token of tokens) if (token === imageTokenId) placeholders++;
  if (placeholders !== images.length) {
    throw new RangeError(
      `collator.collate: sample ${JSON.stringify(id)} has ${placeholders} placeholders and ${images.length} images; expected as many. Give each image part its image.`,
    );
  }
  return images.map((image) => imageProcessor!.layout(image));
}
