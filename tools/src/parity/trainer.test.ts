import { fileURLToPath } from "node:url";
import { useBackend } from "@vlm/ops";
import { expect, test } from "vitest";
import { trainer } from "./trainer.js";

/** torch 2.13.0, transformers 5.18.0, peft 0.21.0, seed 0. */
test("cases/trainer: twelve LoRA steps on Qwen3-VL as in PyTorch", async () => {
  await useBackend("wasm");
  const comparisons = await trainer(fileURLToPath(new URL("../../cases/trainer", import.meta.url)));
  expect(comparisons.filter(({ pass }) => !pass)).toEqual([]);
  expect(comparisons.length).toBe(12 * 4 + 104);
});
