import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { optim } from "./optim.js";

/** optax 0.2.8, torch 2.13.0, transformers 5.18.0, seed 0. */
test("cases/optim: optimizers and schedules as in optax, PyTorch and transformers", async () => {
  const comparisons = await optim(fileURLToPath(new URL("../../cases/optim", import.meta.url)));
  expect(comparisons.filter(({ pass }) => !pass)).toEqual([]);
  expect(comparisons.length).toBe(6 * 4 * 3 + 2);
});
