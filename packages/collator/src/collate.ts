import type { Batch, NdArray, Sample } from "@vlm/types";
import { type ExpandedSample, expandPlaceholders, type ImageOptions } from "./expand.js";
import { mropePositions } from "./mrope.js";
import { imageGrid, pixelValues } from "./pixel-values.js";
import { joinAxes, textPositions } from "./positions.js";

/** The label of a token on which no loss is taken. */
export const IGNORED_LABEL = -100;

export interface CollateOptions extends ImageOptions {
  /** Stands where a row is shorter than the batch; masked, so that it may be any token. */
  readonly padTokenId: number;
  /** Tokens after expansion that a row may have; a longer one is an error, never cut. */
  readonly maxLength?: number;
  readonly paddingSide?: "right" | "left";
  /** The batch's length becomes a multiple of it. */
  readonly padToMultipleOf?: number;
  /** Whether a sample without a trained token is an error. */
  readonly requireLabels?: boolean;
}

/** What each row of a batch holds: one sample, or in packed batches several. */
export type Rows = readonly Sample[] | readonly (readonly Sample[])[];

/**
 * Samples as one padded batch: placeholders expanded, labels −100 where nothing is trained, positions, the pixel values
 * of all images in order. Given lists of samples it packs each list into one row, with segments and positions that begin
 * anew at each sample. Everything is checked before the first pixel is touched.
 */
export function collate(rows: Rows, options: CollateOptions): Batch {
  const { padTokenId, maxLength = Number.POSITIVE_INFINITY, paddingSide = "right", padToMultipleOf = 1 } = options;
  checkOptions(rows, options);
  const isPacked = Array.isArray(rows[0]);
  const expanded = rows.map((row, index) => {
    const samples = (isPacked ? row : [row]) as readonly Sample[];
    return checkRow(
      index,
      samples.map((sample) => expandPlaceholders(sample, options)),
      maxLength,
      options,
    );
  });
  const lengths = expanded.map((row) => row.reduce((sum, { tokens }) => sum + tokens.length, 0));
  const length = Math.ceil(Math.max(...lengths) / padToMultipleOf) * padToMultipleOf;
  const filled = (value: number): NdArray<Int32Array> => ({
    data: new Int32Array(rows.length * length).fill(value),
    shape: [rows.length, length],
  });
  const [inputIds, labels, segmentIds] = [filled(padTokenId), filled(IGNORED_LABEL), filled(0)];
  expanded.forEach((row, index) => {
    let begin = index * length + (paddingSide === "left" ? length - lengths[index]! : 0);
    row.forEach(({ tokens, trained }, segment) => {
      inputIds.data.set(tokens, begin);
      segmentIds.data.fill(segment + 1, begin, begin + tokens.length);
      for (let i = 0; i < tokens.length; i++) if (trained[i]) labels.data[begin + i] = tokens[i]!;
      begin += tokens.length;
    });
  });
  const attentionMask = { data: segmentIds.data.map((segment) => Math.min(segment, 1)), shape: segmentIds.shape };

  const samples = expanded.flat();
  const segments = isPacked ? { segmentIds } : {};
  return {
    ids: samples.map(({ id }) => id),
    inputIds,
    attentionMask,
    ...segments,
    labels,
    ...positionsAndImages({ inputIds, attentionMask, ...segments }, samples, options),
  };
}

function positionsAndImages(
  { inputIds, attentionMask, segmentIds }: Pick<Batch, "inputIds" | "attentionMask" | "segmentIds">,
  samples: readonly ExpandedSample[],
  { imageProcessor, imageTokenId = -1 }: CollateOptions,
): Pick<Batch, "positionIds" | "imageGrid" | "pixelValues"> {
  const layouts = samples.flatMap((sample) => sample.layouts);
  const images = samples.flatMap((sample) => sample.images);
  const grid = imageGrid(layouts);
  const pixels = imageProcessor && images.length > 0 && { pixelValues: pixelValues(images, layouts, imageProcessor) };
  const spatialMergeSize = imageProcessor?.mergeSize;
  const text = (): NdArray<Int32Array> => textPositions(attentionMask, segmentIds);
  if (spatialMergeSize === undefined) return { positionIds: text(), ...pixels };
  const options = { imageTokenId, spatialMergeSize, segmentIds };
  const positions = mropePositions(inputIds, attentionMask, grid, options);
  return {
    positionIds: segmentIds ? joinAxes(text(), positions) : positions,
    ...(grid && { imageGrid: grid }),
    ...pixels,
  };
}

function checkOptions(rows: Rows, { padToMultipleOf = 1, imageProcessor, imageTokenId }: CollateOptions): void {
  if (rows.length === 0) {
    throw new RangeError("collator.collate: samples is empty; expected at least one. Skip the batch.");
  }
  const mixed = rows.findIndex((row) => Array.isArray(row) !== Array.isArray(rows[0]));
  if (mixed >= 0) {
    throw new TypeError(
      `collator.collate: rows 0 and ${mixed} are a sample and a list of samples; expected one kind. Put each sample of a packed batch in a list.`,
    );
  }
  if (!Number.isSafeInteger(padToMultipleOf) || padToMultipleOf < 1) {
    throw new RangeError(
      `collator.collate: padToMultipleOf is ${padToMultipleOf}; expected a positive integer. Leave it out.`,
    );
  }
  if ((imageProcessor === undefined) !== (imageTokenId === undefined)) {
    throw new TypeError(
      `collator.collate: imageProcessor is ${imageProcessor ? "given" : "absent"} and imageTokenId ${imageTokenId}; expected both or neither. Read both from one checkpoint.`,
    );
  }
}

function checkRow(
  index: number,
  row: readonly ExpandedSample[],
  maxLength: number,
  { requireLabels = false }: CollateOptions,
): readonly ExpandedSample[] {
  if (row.length === 0) {
    throw new RangeError(`collator.collate: row ${index} has no sample; expected at least one. Leave the row out.`);
  }
  const empty = row.find(({ tokens }) => tokens.length === 0);
  if (empty) {
    throw new RangeError(
      `collator.collate: sample ${JSON.stringify(empty.id)} has no token; expected one at least. Leave the sample out.`,
    );
  }
  const length = row.reduce((sum, { tokens }) => sum + tokens.length, 0);
  if (length > maxLength) {
    throw new RangeError(
      `collator.collate: sample ${row.map(({ id }) => JSON.stringify(id)).join(" + ")} has ${length} tokens; expected at most maxLength ${maxLength}. ` +
        "Raise maxLength, lower the processor's max_pixels, or leave the sample out.",
    );
  }
  const unlabelled = requireLabels && row.find(({ trained }) => !hasLabel(trained));
  if (unlabelled) {
    throw new RangeError(
      `collator.collate: sample ${JSON.stringify(unlabelled.id)} has no trained token; expected one at least. Leave the sample out, or set requireLabels to false.`,
    );
  }
  return row;
}

/** Whether a loss is taken on any token: nothing predicts the first. */
function hasLabel(trained: Uint8Array): boolean {
  return trained.includes(1, 1);
}
