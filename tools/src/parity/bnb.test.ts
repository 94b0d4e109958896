import { fileURLToPath } from "node:url";
import { useBackend } from "@vlm/ops";
import { expect, it, test } from "vitest";
import { bnb } from "./bnb.js";
import { model } from "./model.js";
import { count } from "./report.js";

const folder = fileURLToPath(new URL("../../cases/bnb", import.meta.url));

/** bitsandbytes 0.50.2, torch 2.13.0, seed 0. */
test("cases/bnb: codes, states and 8-bit AdamW as in bitsandbytes", async () => {
  const results = await bnb(folder);
  expect(results.filter((result) => "pass" in result && !result.pass)).toEqual([]);
  expect(count(results)).toEqual({ passed: 248, failed: 0, unsupported: 0 });
});

/** transformers 5.18.0, PEFT 0.21.0, bitsandbytes 0.50.2, seed 0. */
it.each(["wasm", "cpu"] as const)(
  "cases/bnb/qwen3_vl_a_bnb4 on %s: a checkpoint in 4 bits, and gradients of its adapter",
  async (backend) => {
    await useBackend(backend);
    const results = await model(`${folder}/qwen3_vl_a_bnb4`);
    expect(results.filter((result) => "pass" in result && !result.pass)).toEqual([]);
    expect(count(results)).toEqual({ passed: 108, failed: 0, unsupported: 0 });
  },
  300_000,
);
