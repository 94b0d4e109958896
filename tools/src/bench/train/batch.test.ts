import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { architectureOf, parameterCount } from "@vlm/models";
import { expect, it } from "vitest";
import { readBatch, writeBatch } from "./batch.js";
import { SMALL_MODEL } from "./small-model.js";

it("is the model that transformers counts 66,292,864 parameters of", () => {
  // transformers 5.18, shared/rivals/train_small.py: sum(p.numel() for p in model.parameters())
  expect(parameterCount(architectureOf(SMALL_MODEL).shapes)).toBe(66_292_864);
});

it("reads back rows of tokens with a picture each, the last 76 of them labels", async () => {
  const folder = mkdtempSync(join(tmpdir(), "vlm-bench-batch-"));
  try {
    const path = join(folder, "batch.safetensors");
    await writeBatch(path, SMALL_MODEL, 2);
    const { inputIds, labels, positionIds, pixelValues, imageGrid } = await readBatch(path, SMALL_MODEL);
    expect([inputIds.shape, positionIds.shape, pixelValues?.shape, imageGrid?.shape]).toEqual([
      [2, 256],
      [3, 2, 256],
      [288, 1536],
      [2, 3],
    ]);
    for (const row of [0, 1]) {
      const ids = inputIds.data.subarray(256 * row, 256 * (row + 1));
      expect([ids[5], ids[6], ids[41], ids[42]]).toEqual([8002, 8000, 8000, 8003]);
      expect(ids.filter((id) => id === 8000)).toHaveLength(36);
      const marked = labels.data.subarray(256 * row, 256 * (row + 1));
      expect(marked.subarray(0, 180).every((label) => label === -100)).toBe(true);
      expect(marked.subarray(180)).toEqual(ids.subarray(180));
    }
    expect(inputIds.data.subarray(0, 256)).not.toEqual(inputIds.data.subarray(256));
  } finally {
    rmSync(folder, { recursive: true });
  }
});
