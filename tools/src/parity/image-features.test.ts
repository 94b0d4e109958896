import { join } from "node:path";
import { load } from "@vlm/models/node";
import { useBackend } from "@vlm/ops";
import { openSafetensors } from "@vlm/safetensors";
import { fileSource } from "@vlm/safetensors/node";
import { beforeAll, expect, it } from "vitest";
import { caseFolder } from "./broken-model.test.kit.js";
import { openContext } from "./model.js";

beforeAll(async () => {
  await useBackend("wasm");
});

it.each(["gemma3_vl", "qwen2_vl", "qwen2_5_vl", "qwen3_vl_a", "qwen3_vl_b"])(
  "%s: pictures have the features that transformers' get_image_features gives",
  async (name) => {
    const folder = caseFolder(name);
    const saved = await openSafetensors(await fileSource(join(folder, "../../image-features", `${name}.safetensors`)));
    const expected = await saved.readFloat32("features");
    const { golden, batch } = await openContext(folder);
    const model = await load(folder);
    const features = model.imageFeatures(batch);
    expect(features.shape).toEqual(saved.tensors.get("features")!.shape);
    const largest = expected.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
    const error = features.dataSync<"float32">().reduce((most, x, i) => Math.max(most, Math.abs(x - expected[i]!)), 0);
    expect(error / largest).toBeLessThan(2e-5);
    features.dispose();
    model.dispose();
    await Promise.all([golden.close(), saved.close()]);
  },
);
