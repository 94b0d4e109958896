import { readFileSync } from "node:fs";
import type { NdArray } from "@vlm/types";
import { describe, expect, it } from "vitest";
import { collate } from "./collate.js";
import { mropePositions } from "./mrope.js";
import { gemma, IMAGE, qwen as options, picture, sample, table } from "./samples.test.kit.js";

const { imageProcessor } = options;

describe("collate", () => {
  const two = [sample("a", [1, IMAGE, 2, 103], [picture(8, 4, 7)]), sample("b", [4, 105])];

  it("expands, masks and pads on the right", () => {
    const batch = collate(two, options);
    expect(batch.ids).toEqual(["a", "b"]);
    expect(table(batch.inputIds)).toEqual([
      [1, IMAGE, IMAGE, 2, 3],
      [4, 5, 0, 0, 0],
    ]);
    expect(table(batch.attentionMask)).toEqual([
      [1, 1, 1, 1, 1],
      [1, 1, 0, 0, 0],
    ]);
    expect(table(batch.labels)).toEqual([
      [-100, -100, -100, -100, 3],
      [-100, 5, -100, -100, -100],
    ]);
    expect(table(batch.imageGrid!)).toEqual([[1, 2, 4]]);
    expect(batch.positionIds.shape).toEqual([3, 2, 5]);
    expect([...batch.positionIds.data.subarray(0, 5)]).toEqual([0, 1, 1, 3, 4]);
    expect([...batch.positionIds.data.subarray(20, 25)]).toEqual([0, 1, 2, 3, 4]);
    expect(batch.pixelValues!.shape).toEqual([8, 24]);
    expect(batch.pixelValues!.data).toEqual(imageProcessor.process(two[0]!.images[0]!).pixelValues);
  });

  it("pads on the left, and to a multiple", () => {
    const batch = collate(two, { ...options, padTokenId: 6, paddingSide: "left", padToMultipleOf: 4 });
    expect(table(batch.inputIds)).toEqual([
      [6, 6, 6, 1, IMAGE, IMAGE, 2, 3],
      [6, 6, 6, 6, 6, 6, 4, 5],
    ]);
    expect(table(batch.attentionMask)[1]).toEqual([0, 0, 0, 0, 0, 0, 1, 1]);
    expect(table(batch.labels)[1]).toEqual([-100, -100, -100, -100, -100, -100, -100, 5]);
    expect([...batch.positionIds.data.subarray(0, 8)]).toEqual([0, 0, 0, 0, 1, 1, 3, 4]);
  });

  it("may pad with a token that samples hold and are trained on", () => {
    const batch = collate(two, { ...options, padTokenId: 3 });
    expect(table(batch.attentionMask)[1]).toEqual([1, 1, 0, 0, 0]);
    expect(table(batch.labels)).toEqual(table(collate(two, options).labels));
  });

  it("keeps the order of several images, and has none where there are none", () => {
    const [small, large] = [picture(4, 4, 1), picture(8, 8, 200)];
    const batch = collate([sample("a", [IMAGE, 1, IMAGE], [large, small]), sample("b", [IMAGE], [small])], options);
    expect(table(batch.imageGrid!)).toEqual([
      [1, 4, 4],
      [1, 2, 2],
      [1, 2, 2],
    ]);
    const length = 24;
    expect(batch.pixelValues!.data.subarray(20 * length)).toEqual(imageProcessor.process(small).pixelValues);
    const text = collate([sample("t", [1, 2])], options);
    expect("pixelValues" in text || "imageGrid" in text).toBe(false);
  });

  it("mixes pictures and text for Gemma 3, all pictures of one size", () => {
    const batch = collate([two[1]!, sample("c", [IMAGE, 1, IMAGE], [picture(9, 3, 8), picture(4, 4, 5)])], gemma);
    expect(table(batch.inputIds)).toEqual([
      [4, 5, 0, 0, 0, 0, 0],
      [IMAGE, IMAGE, IMAGE, 1, IMAGE, IMAGE, IMAGE],
    ]);
    expect(batch.positionIds).toEqual({
      data: Int32Array.of(0, 1, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6),
      shape: [1, 2, 7],
    });
    expect(batch.pixelValues!.shape).toEqual([2, 3, 4, 4]);
    expect(batch.pixelValues!.data.subarray(48)).toEqual(gemma.imageProcessor.process(picture(4, 4, 5)).pixelValues);
    expect("imageGrid" in batch).toBe(false);
    expect("pixelValues" in collate([two[1]!], gemma)).toBe(false);
  });

  it("takes no label for an image token even if it is marked", () => {
    const marked = sample("a", [IMAGE + 100, 101], [picture(8, 4, 0)]);
    expect(table(collate([marked], options).labels)).toEqual([[-100, -100, 1]]);
  });

  it.each([
    [() => collate([], options), "collator.collate: samples is empty; expected at least one. Skip the batch."],
    [
      () => collate(two, { ...options, padToMultipleOf: 0 }),
      "collator.collate: padToMultipleOf is 0; expected a positive integer. Leave it out.",
    ],
    [
      () => collate([sample("a", [IMAGE, IMAGE], [picture(4, 4, 0)])], options),
      'collator.collate: sample "a" has 2 placeholders and 1 images; expected as many. Give each image part its image.',
    ],
    [
      () => collate(two, { ...options, maxLength: 4 }),
      `collator.collate: sample "a" has 5 tokens; expected at most maxLength 4. Raise maxLength, lower the processor's max_pixels, or leave the sample out.`,
    ],
    [
      () => collate([sample("a", [1])], { ...options, requireLabels: true }),
      'collator.collate: sample "a" has no trained token; expected one at least. Leave the sample out, or set requireLabels to false.',
    ],
    [
      () => collate([{ ...sample("a", [1]), trained: new Uint8Array(2) }], options),
      'collator.collate: sample "a" has 1 tokens and 2 trained marks; expected as many. Pass the chat\'s sample unchanged.',
    ],
  ])("refuses what it would have to cut or guess: %#", (work, message) => {
    expect(work).toThrow(message);
  });
});

describe("mropePositions", () => {
  const rows: readonly { ids: number[][]; mask: number[][]; grids: number[][]; positions: number[][][] }[] = JSON.parse(
    readFileSync(new URL("../fixtures/positions.json", import.meta.url), "utf8"),
  );
  const array = (values: readonly (readonly number[])[]): NdArray<Int32Array> => ({
    data: Int32Array.from(values.flat()),
    shape: [values.length, values[0]?.length ?? 3],
  });

  it.each(rows)("equals transformers' get_rope_index: $grids", ({ ids, mask, grids, positions }) => {
    const result = mropePositions(array(ids), array(mask), grids.length > 0 ? array(grids) : undefined, {
      imageTokenId: IMAGE,
      spatialMergeSize: 2,
    });
    expect(result.shape).toEqual([3, ids.length, ids[0]!.length]);
    expect([...result.data]).toEqual(positions.flat(2));
  });

  it("tells two adjacent images apart by their grids", () => {
    const ids = array([[IMAGE, IMAGE, 1]]);
    const result = mropePositions(
      ids,
      array([[1, 1, 1]]),
      array([
        [1, 2, 2],
        [1, 2, 2],
      ]),
      { imageTokenId: IMAGE, spatialMergeSize: 2 },
    );
    expect([...result.data.subarray(0, 3)]).toEqual([0, 1, 2]);
  });

  it.each([
    [
      [[IMAGE, 1]],
      undefined,
      "collator.mropePositions: inputIds hold more than 0 images and imageGrid 0; expected as many. Pass the grids of these samples.",
    ],
    [
      [[1, 1]],
      [[1, 2, 2]],
      "collator.mropePositions: inputIds hold 0 images and imageGrid 1; expected as many. Pass the grids of these samples.",
    ],
    [
      [[IMAGE, 1]],
      [[1, 2, 4]],
      "collator.mropePositions: image 0 has 1 image tokens; expected 2 by its grid. Expand one placeholder to the size of the merged grid.",
    ],
    [
      [[1, IMAGE]],
      [[1, 2, 4]],
      "collator.mropePositions: image 0 has 1 image tokens; expected 2 by its grid. Expand one placeholder to the size of the merged grid.",
    ],
  ])("refuses ids and grids that disagree: %j %j", (ids, grids, message) => {
    const mask = ids.map((row) => row.map(() => 1));
    expect(() =>
      mropePositions(array(ids), array(mask), grids && array(grids), { imageTokenId: IMAGE, spatialMergeSize: 2 }),
    ).toThrow(message);
  });
});
