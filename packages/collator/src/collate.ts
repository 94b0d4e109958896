import type { Batch, Image, NdArray, Sample } from "@vlm/types";
import { type ExpandedSample, expandPlaceholders } from "./expand.js";
import type { ImageProcessor } from "./image-processor.js";
import { mropePositions } from "./mrope.js";

/** The label of a token on which no loss is taken. */
export const IGNORED_LABEL = -100;

export interface CollateOptions {
  readonly imageProcessor: ImageProcessor;
  readonly imageTokenId: number;
  /** Stands where a sample is shorter than the batch; masked. */
  readonly padTokenId: number;
  /** Tokens after expansion that a sample may have; a longer one is an error, never cut. */
  readonly maxLength?: number;
  readonly paddingSide?: "right" | "left";
  /** The batch's length becomes a multiple of it. */
  readonly padToMultipleOf?: number;
  /** Whether a sample without a trained token is an error. */
  readonly requireLabels?: boolean;
}

/**
 * Samples as one padded batch: placeholders expanded, labels −100 where nothing is trained, MRoPE positions, the pixel
 * values of all images in order. Everything is checked before the first pixel is touched.
 */
export function collate(
  samples: readonly Sample[],
  {
    imageProcessor,
    imageTokenId,
    padTokenId,
    maxLength = Number.POSITIVE_INFINITY,
    paddingSide = "right",
    padToMultipleOf = 1,
    requireLabels = false,
  }: CollateOptions,
): Batch {
  if (samples.length === 0)
    throw new RangeError("collator.collate: samples is empty; expected at least one. Skip the batch.");
  if (!Number.isSafeInteger(padToMultipleOf) || padToMultipleOf < 1) {
    throw new RangeError(
      `collator.collate: padToMultipleOf is ${padToMultipleOf}; expected a positive integer. Leave it out.`,
    );
  }
  const expanded = samples.map((sample) => expandPlaceholders(sample, imageProcessor, imageTokenId));
  for (const [row, sample] of expanded.entries()) checkSample(samples[row]!.id, sample, maxLength, requireLabels);

  const rows = samples.length;
  const longest = Math.max(...expanded.map((sample) => sample.tokens.length));
  const length = Math.ceil(longest / padToMultipleOf) * padToMultipleOf;
  const shape = [rows, length];
  const inputIds = { data: new Int32Array(rows * length).fill(padTokenId), shape };
  const attentionMask = { data: new Int32Array(rows * length), shape };
  const labels = { data: new Int32Array(rows * length).fill(IGNORED_LABEL), shape };
  expanded.forEach(({ tokens, trained }, row) => {
    const begin = row * length + (paddingSide === "left" ? length - tokens.length : 0);
    inputIds.data.set(tokens, begin);
    attentionMask.data.fill(1, begin, begin + tokens.length);
    for (let i = 0; i < tokens.length; i++) if (trained[i]) labels.data[begin + i] = tokens[i]!;
  });

  const images = samples.flatMap((sample) => sample.images);
  const grids = expanded.flatMap((sample) => sample.grids);
  const imageGrid = grids.length > 0 ? { data: Int32Array.from(grids.flat()), shape: [grids.length, 3] } : undefined;
  const spatialMergeSize = imageProcessor.mergeSize;
  return {
    ids: samples.map((sample) => sample.id),
    inputIds,
    attentionMask,
    positionIds: mropePositions(inputIds, attentionMask, imageGrid, { imageTokenId, spatialMergeSize }),
    labels,
    ...(imageGrid && { imageGrid, pixelValues: pixelsOf(images, imageGrid, imageProcessor) }),
  };
}

function checkSample(id: string, { tokens, trained }: ExpandedSample, maxLength: number, requireLabels: boolean): void {
  if (tokens.length > maxLength) {
    throw new RangeError(
      `collator.collate: sample ${JSON.stringify(id)} has ${tokens.length} tokens; expected at most maxLength ${maxLength}. ` +
        "Raise maxLength, lower the processor's max_pixels, or leave the sample out.",
    );
  }
  if (requireLabels && !trained.includes(1)) {
    throw new RangeError(
      `collator.collate: sample ${JSON.stringify(id)} has no trained token; expected one at least. Leave the sample out, or set requireLabels to false.`,
    );
  }
}

function pixelsOf(
  images: readonly Image[],
  grid: NdArray<Int32Array>,
  processor: ImageProcessor,
): NdArray<Float32Array> {
  const patches = images.map((_, i) => grid.data[3 * i]! * grid.data[3 * i + 1]! * grid.data[3 * i + 2]!);
  const total = patches.reduce((sum, count) => sum + count, 0);
  const data = new Float32Array(total * processor.patchLength);
  let begin = 0;
  images.forEach((image, i) => {
    const end = begin + patches[i]! * processor.patchLength;
    processor.process(image, data.subarray(begin, end));
    begin = end;
  });
  return { data, shape: [total, processor.patchLength] };
}
