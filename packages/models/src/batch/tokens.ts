import type { Batch, NdArray } from "@vlm/types";
import { lengthsOf } from "./segments.js";

/**
 * The real tokens of a batch, sample after sample, without padding: what models work on. N tokens. A packed row is as
 * many samples as it has segments, any other row is one.
 */
export interface Tokens {
  /** [N] */
  readonly ids: Int32Array;
  /** Three axes of [N] positions; a batch with one axis gives it three times. */
  readonly positions: readonly [Int32Array, Int32Array, Int32Array];
  /** Tokens of each sample. */
  readonly lengths: readonly number[];
  /** [N], where each token stands in the flattened batch [B × T]. */
  readonly places: Int32Array;
}

/** @throws when shapes disagree, a row has no token, or segments are not one after the other */
export function tokensOf(batch: Batch): Tokens {
  checkShapes(batch);
  const [rows, width] = batch.inputIds.shape as [number, number];
  const mask = batch.attentionMask.data;
  const places = Int32Array.from(mask.keys()).filter((place) => mask[place] !== 0);
  const axes = batch.positionIds.shape[0]!;
  const axis = (index: number): Int32Array => {
    // Of four the first counts a sample's tokens, which nothing here needs: samples are apart already.
    const offset = (axes === 1 ? 0 : axes - 3 + index) * rows * width;
    return places.map((place) => batch.positionIds.data[offset + place]!);
  };
  return {
    ids: places.map((place) => batch.inputIds.data[place]!),
    positions: [axis(0), axis(1), axis(2)],
    lengths: lengthsOf(batch),
    places,
  };
}

function checkShapes(batch: Batch): void {
  const [rows, width] = batch.inputIds.shape;
  const axes = batch.positionIds.shape[0] ?? 0;
  if (batch.inputIds.shape.length !== 2) throw shapeError("inputIds", batch.inputIds, "[B,T]");
  const expect = (name: string, array: NdArray<Int32Array>, shape: readonly (number | undefined)[]): void => {
    if (array.shape.join() !== shape.join()) throw shapeError(name, array, `[${shape}]`);
  };
  if (axes !== 1 && axes !== 3 && axes !== 4) {
    throw shapeError("positionIds", batch.positionIds, `[3,${rows},${width}]`);
  }
  expect("attentionMask", batch.attentionMask, [rows, width]);
  expect("positionIds", batch.positionIds, [axes, rows, width]);
  expect("labels", batch.labels, [rows, width]);
  if (batch.segmentIds) expect("segmentIds", batch.segmentIds, [rows, width]);
  for (const [name, array] of Object.entries(batch) as [string, NdArray<Int32Array>][]) {
    if (name === "ids" || !array) continue;
    const size = array.shape.reduce((a, b) => a * b, 1);
    if (array.data.length !== size) throw shapeError(name, array, `${size} numbers, not ${array.data.length}`);
  }
}

function shapeError(name: string, array: NdArray<Int32Array>, expected: string): Error {
  return new Error(
    `models.batch: ${name} has shape [${array.shape}]; expected ${expected}. Collate all parts of a batch together.`,
  );
}
