import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { architectureOf, parameterCount } from "@vlm/models";
import { expect, test } from "vitest";
import { initialWeights } from "./initial-weights.js";

const config = JSON.parse(
  await readFile(
    fileURLToPath(new URL("../../../../examples/checkpoints/tiny-qwen3-vl/config.json", import.meta.url)),
    "utf8",
  ),
);
const { shapes } = architectureOf(config);

function spread(data: ArrayLike<number>): { mean: number; deviation: number } {
  const values = Array.from(data);
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  return { mean, deviation: Math.sqrt(values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length) };
}

// transformers 5.18, Qwen3VLForConditionalGeneration(config): standard deviation 0.02 in every matrix, the patch
// embedding and both tables; 1 and 0 in norms; 0 in biases; the first row of embed_tokens, the padding token's, 0.
test("every tensor begins as transformers begins it", () => {
  const weights = initialWeights(shapes, { range: 0.02, padToken: 0, seed: 3 });
  expect([...weights.keys()]).toEqual([...shapes.keys()]);
  expect(parameterCount(shapes)).toBe(1_231_040);
  for (const [name, { data, shape }] of weights) {
    expect(shape).toEqual(shapes.get(name));
    const { mean, deviation } = spread(data as Float32Array);
    if (name.endsWith(".bias")) expect([mean, deviation], name).toEqual([0, 0]);
    else if (name.includes("norm")) expect([mean, deviation], name).toEqual([1, 0]);
    else {
      // Four standard errors of a normal sample's deviation and mean.
      const [tolerance, count] = [4 / Math.sqrt(2 * data.length), data.length];
      expect(Math.abs(deviation / 0.02 - 1), name).toBeLessThan(tolerance + 0.002);
      expect(Math.abs(mean), name).toBeLessThan((4 * 0.02) / Math.sqrt(count));
    }
  }
  const table = weights.get("model.language_model.embed_tokens.weight")!;
  expect(Array.from(table.data.subarray(0, 128) as Float32Array).every((x) => x === 0)).toBe(true);
  expect(table.data[128]).not.toBe(0);
});

test("the seed decides, and a tensor's numbers do not depend on the others", () => {
  const some = new Map([...shapes].slice(0, 3));
  const [one, again, other] = [5, 5, 6].map((seed) => initialWeights(some, { range: 0.02, padToken: 0, seed }));
  const name = "model.visual.patch_embed.proj.weight";
  expect(again!.get(name)).toEqual(one!.get(name));
  expect(other!.get(name)).not.toEqual(one!.get(name));
  expect(initialWeights(shapes, { range: 0.02, padToken: 0, seed: 5 }).get(name)).toEqual(one!.get(name));
});
