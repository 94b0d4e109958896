import { useBackend } from "@vlm/ops";
import { bytesSource, openSafetensors, serialize } from "@vlm/safetensors";
import { beforeAll, expect, test } from "vitest";
import { resolveConfig } from "../config.js";
import { geometry } from "../geometry.js";
import { mergedRows, storedRows } from "./merged-rows.js";

beforeAll(async () => {
  await useBackend("cpu");
});

const wave = (length: number, step: number): Float32Array =>
  Float32Array.from({ length }, (_, i) => Math.sin(step * i));

test.each([false, true])("blocks of any size give the same rows; DoRA %s", async (useDora) => {
  const config = resolveConfig({ r: 2, targetModules: ["up"], useDora });
  const [a, b, weight, magnitude] = [wave(2 * 4, 1), wave(7 * 2, 2), wave(7 * 4, 3), wave(7, 4)];
  const names = geometry({ path: "up", inputs: 4, outputs: 7 }, config);
  const file = serialize([
    [names.a.name, { dtype: "F32", shape: [2, 4], data: a }],
    [names.b.name, { dtype: "F32", shape: [7, 2], data: b }],
    ["base_model.model.up.lora_magnitude_vector", { dtype: "F32", shape: [7], data: magnitude }],
    ["up.weight", { dtype: "F32", shape: [7, 4], data: weight }],
  ]);
  const source = { ...bytesSource("adapter", file), close: async () => {} };
  const weights = await openSafetensors(source);
  const expected = Array.from({ length: 7 }, (_, row) => {
    const sum = Array.from({ length: 4 }, (_, column) => {
      const update = b[2 * row]! * a[column]! + b[2 * row + 1]! * a[4 + column]!;
      return weight[4 * row + column]! + 4 * update;
    });
    const length = Math.hypot(...sum);
    return sum.map((value) => (useDora ? (value * magnitude[row]!) / length : value));
  }).flat();
  const read = storedRows(source, weights.tensors.get("up.weight")!);
  for (const [blockBytes, blocks] of [
    [1, 7],
    [3 * 16, 3],
    [2 ** 20, 1],
  ] as const) {
    const rows: Float32Array[] = [];
    for await (const block of mergedRows(read, names, { weights, source }, { blockBytes })) rows.push(block);
    expect(rows.length).toBe(blocks);
    const found = rows.flatMap((block) => [...block]);
    expect(found.length).toBe(expected.length);
    for (const [i, value] of found.entries()) expect(value).toBeCloseTo(expected[i]!, 5);
  }
});
