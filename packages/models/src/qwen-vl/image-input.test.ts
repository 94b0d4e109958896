import type { Batch } from "@vlm/types";
import { describe, expect, it } from "vitest";
import { parseQwen3VLConfig } from "../qwen3-vl/config.js";
import { IMAGE, packTiny, tinyBatch, tinyConfig } from "../testing/tiny.js";
import { imageInputOf } from "./image-input.js";

const config = parseQwen3VLConfig(tinyConfig);
const sample = { tokens: [1, IMAGE, 3], images: [[2, 2]] } as const;
const good = tinyBatch([sample, { tokens: [5, 6] }]);

describe("imageInputOf", () => {
  it("drops padding and tells images from text", () => {
    const input = imageInputOf(config, good);
    expect([...input.ids]).toEqual([1, IMAGE, 3, 5, 6]);
    expect(input.lengths).toEqual([3, 2]);
    expect([...input.places]).toEqual([0, 1, 2, 3, 4]);
    expect([...input.imageRows]).toEqual([1]);
    expect([...input.textRows]).toEqual([0, 2, 3, 4]);
    expect(input.grids).toEqual([{ frames: 1, height: 2, width: 2 }]);
  });

  it("takes one axis of positions for all three", () => {
    const batch: Batch = { ...good, positionIds: { data: good.positionIds.data.slice(0, 6), shape: [1, 2, 3] } };
    expect(imageInputOf(config, batch).positions).toEqual(imageInputOf(config, good).positions);
  });

  it("takes each segment of a packed row for a sample, and the last three of four axes", () => {
    const [first, second] = [tinyBatch([sample]), tinyBatch([{ tokens: [5, 6] }])];
    for (const axis of [0, 1, 2]) first.positionIds.data[3 * axis + 2] = 10 + axis;
    const input = imageInputOf(config, packTiny([[first, second], [second]]));
    expect(input.lengths).toEqual([3, 2, 2]);
    expect(input.positions.map((axis) => [...axis])).toEqual([
      [0, 1, 10, 0, 1, 0, 1],
      [0, 1, 11, 0, 1, 0, 1],
      [0, 1, 12, 0, 1, 0, 1],
    ]);
  });

  it.each([
    [[1, 1, 0, 1, 1, 0], "models.batch: segmentIds has 0 at [0,2]; expected 1 or 2."],
    [[1, 2, 1, 1, 1, 0], "models.batch: segmentIds has 1 at [0,2]; expected 2 or 3."],
    [[2, 2, 2, 1, 1, 0], "models.batch: segmentIds has 2 at [0,0]; expected 0 or 1."],
    [[1, 1, 3, 1, 1, 0], "models.batch: segmentIds has 3 at [0,2]; expected 1 or 2."],
    [[1, 1, 1, 1, 1, 1], "models.batch: segmentIds has 1 at [1,2]; expected 0 for padding."],
  ])("refuses segments that are not one after the other: %j", (segments, message) => {
    const segmentIds = { data: Int32Array.from(segments), shape: [2, 3] };
    expect(() => imageInputOf(config, { ...good, segmentIds })).toThrow(
      `${message} Let a row's segments be 1, 2, … one after the other.`,
    );
  });

  it.each<[string, Batch, string]>([
    [
      "more placeholders than features",
      tinyBatch([{ tokens: [1, IMAGE, IMAGE, 3], images: [[2, 2]] }]),
      "models.batch: 2 image tokens (30) for 1 images that make 1 features; expected as many tokens as features. Do not cut samples inside an image.",
    ],
    [
      "placeholders without pictures",
      tinyBatch([{ tokens: [1, IMAGE] }]),
      "models.batch: 1 image tokens (30) for 0 images that make 0 features; expected as many tokens as features. Do not cut samples inside an image.",
    ],
    [
      "pixels of another shape",
      { ...good, pixelValues: { data: new Float32Array(24), shape: [3, 8] } },
      "models.batch: pixelValues has shape [3,8]; expected [4,8] for the image grids. Use the image processor of this checkpoint.",
    ],
    [
      "an odd grid",
      { ...good, imageGrid: { data: Int32Array.of(1, 3, 2), shape: [1, 3] } },
      "models.batch: image 0 has a grid of [1,3,2] patches; expected height and width to be multiples of 2. Use the image processor of this checkpoint.",
    ],
    [
      "a sample longer than the limit",
      tinyBatch([{ tokens: [1] }, { tokens: Array<number>(65).fill(1) }]),
      'models.batch: sample "sample 1" has 65 tokens; expected at most 64. Shorten the sample.',
    ],
    [
      "a token outside the vocabulary",
      tinyBatch([{ tokens: [1, 32] }]),
      "models.batch: token 32; expected 0 to 31. Use the tokenizer of this checkpoint.",
    ],
    [
      "video",
      tinyBatch([{ tokens: [1, 31] }]),
      "models.batch: token 31 stands for video; expected images only. Pass frames as images.",
    ],
    [
      "an empty row",
      tinyBatch([{ tokens: [1] }, { tokens: [] }]),
      "models.batch: row 1 (sample 1) has no token; expected attentionMask to be 1 somewhere. Leave empty samples out.",
    ],
    [
      "an empty packed row",
      packTiny([[tinyBatch([sample])], []]),
      "models.batch: row 1 has no token; expected attentionMask to be 1 somewhere. Leave empty samples out.",
    ],
    [
      "segments of another shape",
      { ...good, segmentIds: { data: new Int32Array(4), shape: [2, 2] } },
      "models.batch: segmentIds has shape [2,2]; expected [2,3]. Collate all parts of a batch together.",
    ],
    [
      "shapes that disagree",
      { ...good, labels: { data: new Int32Array(4), shape: [2, 2] } },
      "models.batch: labels has shape [2,2]; expected [2,3]. Collate all parts of a batch together.",
    ],
    [
      "positions with two axes",
      { ...good, positionIds: { data: new Int32Array(12), shape: [2, 2, 3] } },
      "models.batch: positionIds has shape [2,2,3]; expected [3,2,3]. Collate all parts of a batch together.",
    ],
    [
      "fewer numbers than the shape says",
      { ...good, labels: { data: new Int32Array(4), shape: [2, 3] } },
      "models.batch: labels has shape [2,3]; expected 6 numbers, not 4. Collate all parts of a batch together.",
    ],
  ])("refuses %s", (_, batch, message) => {
    expect(() => imageInputOf(config, batch)).toThrow(message);
  });
});
