import { join } from "node:path";
import { attach } from "@vlm/lora";
import { load } from "@vlm/models/node";
import { useBackend } from "@vlm/ops";
import { openSafetensors } from "@vlm/safetensors";
import { fileSource } from "@vlm/safetensors/node";
import { beforeAll, expect, it } from "vitest";
import { caseFolder } from "./broken-model.test.kit.js";

beforeAll(async () => {
  await useBackend("wasm");
});

/** PEFT 0.21.0 made each case's adapter with target_modules="all-linear". */
it.each(["gemma3_text", "gemma3_vl", "qwen2_vl", "qwen2_5_vl", "qwen3_vl_a", "qwen3_vl_b"])(
  "%s: all-linear is what PEFT takes for it",
  async (name) => {
    const saved = await openSafetensors(await fileSource(join(caseFolder(name), "adapter/adapter_model.safetensors")));
    const model = await load(caseFolder(name));
    const adapter = attach(model, { r: 4, targetModules: "all-linear" });
    const shapes = [...adapter.parameters].map(([path, { shape }]) => `${path} ${shape}`);
    expect(shapes.sort()).toEqual([...saved.tensors].map(([path, { shape }]) => `${path} ${shape}`).sort());
    adapter.dispose();
    model.dispose();
    await saved.close();
  },
);
