import type { Batch } from "@vlm/types";
import { describe, expect, it } from "vitest";
import { IMAGE, tinyBatch, tinyConfig } from "../testing/tiny.js";
import { parseConfig } from "./config.js";
import { inputOf } from "./input.js";

const config = parseConfig(tinyConfig);
const sample = { tokens: [1, IMAGE, 3], images: [[2, 2]] } as const;
const good = tinyBatch([sample, { tokens: [5, 6] }]);

describe("inputOf", () => {
  it("drops padding and tells images from text", () => {
    const input = inputOf(config, good);
    expect([...input.ids]).toEqual([1, IMAGE, 3, 5, 6]);
    expect(input.lengths).toEqual([3, 2]);
    expect([...input.places]).toEqual([0, 1, 2, 3, 4]);
    expect([...input.imageRows]).toEqual([1]);
    expect([...input.textRows]).toEqual([0, 2, 3, 4]);
    expect(input.grids).toEqual([{ frames: 1, height: 2, width: 2 }]);
  });

  it("takes one axis of positions for all three", () => {
    const batch: Batch = { ...good, positionIds: { data: good.positionIds.data.slice(0, 6), shape: [1, 2, 3] } };
    expect(inputOf(config, batch).positions).toEqual(inputOf(config, good).positions);
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
      "models.batch: row 1 (sample 1) has 65 tokens; expected at most 64. Shorten the sample.",
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
    expect(() => inputOf(config, batch)).toThrow(message);
  });
});
