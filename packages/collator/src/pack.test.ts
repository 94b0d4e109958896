import type { Batch, NdArray, Sample } from "@vlm/types";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type CollateOptions, collate } from "./collate.js";
import { countTokens } from "./expand.js";
import { mropePositions } from "./mrope.js";
import { planPacking } from "./plan-packing.js";
import { anySample, gemma, IMAGE, picture, qwen, sample, table, text } from "./samples.test.kit.js";

const a = sample("a", [1, IMAGE, 2, 103], [picture(8, 4, 7)]);
const b = sample("b", [4, 105]);
const c = sample("c", [106, IMAGE, 7], [picture(4, 4, 200)]);

describe("a packed batch", () => {
  it("holds the samples of each row one after the other, each with positions of its own", () => {
    const batch = collate([[a, b], [c]], { ...qwen, padTokenId: 6 });
    expect(batch.ids).toEqual(["a", "b", "c"]);
    expect(table(batch.inputIds)).toEqual([
      [1, IMAGE, IMAGE, 2, 3, 4, 5],
      [6, IMAGE, 7, 6, 6, 6, 6],
    ]);
    expect(table(batch.segmentIds!)).toEqual([
      [1, 1, 1, 1, 1, 2, 2],
      [1, 1, 1, 0, 0, 0, 0],
    ]);
    expect(table(batch.attentionMask)).toEqual([
      [1, 1, 1, 1, 1, 1, 1],
      [1, 1, 1, 0, 0, 0, 0],
    ]);
    expect(table(batch.labels)[0]).toEqual([-100, -100, -100, -100, 3, -100, 5]);
    expect(batch.positionIds.shape).toEqual([4, 2, 7]);
    expect([0, 1, 2, 3].map((axis) => [...batch.positionIds.data.subarray(14 * axis, 14 * axis + 7)])).toEqual([
      [0, 1, 2, 3, 4, 0, 1],
      [0, 1, 1, 3, 4, 0, 1],
      [0, 1, 1, 3, 4, 0, 1],
      [0, 1, 2, 3, 4, 0, 1],
    ]);
    expect(table(batch.imageGrid!)).toEqual([
      [1, 2, 4],
      [1, 2, 2],
    ]);
  });

  it("counts positions on one axis for Gemma 3, whose pictures have no grid", () => {
    const batch = collate([[a, b], [c]], gemma);
    expect(table(batch.inputIds)[0]).toEqual([1, IMAGE, IMAGE, IMAGE, 2, 3, 4, 5]);
    expect(batch.positionIds).toEqual({
      data: Int32Array.of(0, 1, 2, 3, 4, 5, 0, 1, 0, 1, 2, 3, 4, 0, 0, 0),
      shape: [1, 2, 8],
    });
    expect(batch.pixelValues!.shape).toEqual([2, 3, 4, 4]);
    expect("imageGrid" in batch).toBe(false);
  });

  it("needs no image processor for text", () => {
    const batch = collate([[b, b], [b]], text);
    expect(batch.positionIds).toEqual({ data: Int32Array.of(0, 1, 0, 1, 0, 1, 0, 0), shape: [1, 2, 4] });
    expect(Object.keys(batch)).toEqual(["ids", "inputIds", "attentionMask", "segmentIds", "labels", "positionIds"]);
    expect("segmentIds" in collate([b, b], text)).toBe(false);
  });

  it.each([
    [() => collate([[a], []], qwen), "row 1 has no sample; expected at least one. Leave the row out."],
    [
      () => collate([[a], b] as unknown as Sample[], qwen),
      "rows 0 and 1 are a sample and a list of samples; expected one kind. Put each sample of a packed batch in a list.",
    ],
    [
      () => collate([[a, b]], { ...qwen, maxLength: 6 }),
      `sample "a" + "b" has 7 tokens; expected at most maxLength 6. Raise maxLength, lower the processor's max_pixels, or leave the sample out.`,
    ],
    [
      () => collate([[b, sample("e", [])]], text),
      'sample "e" has no token; expected one at least. Leave the sample out.',
    ],
    [
      // Nothing predicts a sample's first token.
      () => collate([[b, c]], { ...qwen, requireLabels: true }),
      'sample "c" has no trained token; expected one at least. Leave the sample out, or set requireLabels to false.',
    ],
    [
      () => collate([[c]], text),
      'sample "c" has 1 images and there is no image processor; expected text alone. Use a vision-language checkpoint, or leave the images out.',
    ],
    [
      () => collate([[c]], { ...qwen, imageTokenId: undefined }),
      "imageProcessor is given and imageTokenId undefined; expected both or neither. Read both from one checkpoint.",
    ],
  ])("refuses what it would have to guess: %#", (work, message) => {
    expect(work).toThrow(`collator.collate: ${message}`);
  });
});

/** A sample as a batch holds it, from where it begins. */
interface Held {
  readonly id: string;
  readonly ids: readonly number[];
  readonly labels: readonly number[];
  readonly positions: readonly (readonly number[])[];
}

/** Reads the samples of a batch back, by mask and segments alone. */
function heldIn(batch: Batch): Held[] {
  const [rows, width] = batch.inputIds.shape as [number, number];
  const segments = batch.segmentIds ?? batch.attentionMask;
  const starts: number[] = [];
  for (let at = 0; at < rows * width; at++) {
    const isFirst = at % width === 0 || segments.data[at] !== segments.data[at - 1];
    if (segments.data[at] !== 0 && isFirst) starts.push(at);
  }
  return starts.map((start, index) => {
    const rowEnd = (Math.floor(start / width) + 1) * width;
    let end = start;
    while (end < rowEnd && segments.data[end] === segments.data[start]) end++;
    const plane = ({ data }: NdArray<Int32Array>, axis = 0): number[] => [
      ...data.subarray(axis * rows * width + start, axis * rows * width + end),
    ];
    const axes = batch.positionIds.shape[0]!;
    return {
      id: batch.ids[index]!,
      ids: plane(batch.inputIds),
      labels: plane(batch.labels),
      positions: Array.from({ length: axes }, (_, axis) => plane(batch.positionIds, axis)),
    };
  });
}

const families: fc.Arbitrary<CollateOptions> = fc.constantFrom<CollateOptions>(qwen, gemma);
const maxTokens = 80;

describe("packing, for any samples", () => {
  it("holds every sample exactly as a batch of its own does", () => {
    fc.assert(
      fc.property(
        fc.array(anySample, { minLength: 1, maxLength: 8 }),
        families,
        fc.constantFrom<"left" | "right">("left", "right"),
        fc.integer({ min: 1, max: 5 }),
        (drawn, family, paddingSide, padToMultipleOf) => {
          const samples = drawn.filter((one) => countTokens(one, family) <= maxTokens);
          fc.pre(samples.length > 0);
          const lengths = samples.map((one) => countTokens(one, family));
          const { rows } = planPacking(lengths, { maxTokens });
          const options = { ...family, paddingSide, padToMultipleOf, maxLength: maxTokens };
          const batch = collate(
            rows.map((row) => row.map((index) => samples[index]!)),
            options,
          );
          const order = rows.flat();
          const alone = order.map((index) => collate([samples[index]!], family));
          expect(batch.inputIds.shape[1]! % padToMultipleOf).toBe(0);
          const expected = alone.flatMap(heldIn);
          const found = heldIn(batch).map((held) => {
            const isMrope = batch.positionIds.shape[0] === 4;
            if (isMrope) expect(held.positions[0]).toEqual([...held.ids.keys()]);
            return isMrope ? { ...held, positions: held.positions.slice(1) } : held;
          });
          expect(found).toEqual(expected);
          const joined = (pick: (one: Batch) => NdArray<Float32Array | Int32Array> | undefined): number[] =>
            alone.flatMap((one) => [...(pick(one)?.data ?? [])]);
          expect([...(batch.pixelValues?.data ?? [])]).toEqual(joined((one) => one.pixelValues));
          expect([...(batch.imageGrid?.data ?? [])]).toEqual(joined((one) => one.imageGrid));
        },
      ),
      { numRuns: 150 },
    );
  });

  it("gives padded batches the same samples on either side", () => {
    fc.assert(
      fc.property(fc.array(anySample, { minLength: 1, maxLength: 5 }), families, (samples, family) => {
        const right = collate(samples, { ...family, paddingSide: "right" });
        const left = collate(samples, { ...family, paddingSide: "left", padToMultipleOf: 7 });
        expect(heldIn(left)).toEqual(heldIn(right));
        expect(left.pixelValues).toEqual(right.pixelValues);
      }),
      { numRuns: 50 },
    );
  });
});

describe("mropePositions of packed rows", () => {
  it("does not take the tokens of the next sample for its picture's", () => {
    const array = (...data: readonly number[]): NdArray<Int32Array> => ({
      data: Int32Array.from(data),
      shape: [1, data.length],
    });
    const grid = { data: Int32Array.of(1, 2, 4), shape: [1, 3] };
    const options = { imageTokenId: IMAGE, spatialMergeSize: 2, segmentIds: array(1, 2, 2) };
    expect(() => mropePositions(array(IMAGE, IMAGE, 1), array(1, 1, 1), grid, options)).toThrow(
      "collator.mropePositions: image 0 has 1 image tokens; expected 2 by its grid. Expand one placeholder to the size of the merged grid.",
    );
  });
});
