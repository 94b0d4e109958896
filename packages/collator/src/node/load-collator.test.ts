import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { loadCollator } from "./load-collator.js";
import { loadImageProcessor } from "./load-image-processor.js";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "vlm-collator-"));
});
afterEach(() => rmSync(folder, { recursive: true }));
const write = (name: string, value: unknown): void => writeFileSync(join(folder, name), JSON.stringify(value));

const sample = { id: "a", tokens: Int32Array.of(1, 2), trained: Uint8Array.of(0, 1), images: [] };
const shorter = { id: "b", tokens: Int32Array.of(1), trained: Uint8Array.of(1), images: [] };

describe("loadCollator", () => {
  it("joins what the checkpoint's files say", async () => {
    write("processor_config.json", { image_processor: { patch_size: 16 } });
    write("config.json", {
      image_token_id: 9,
      text_config: { pad_token_id: 7 },
      vision_config: { spatial_merge_size: 2 },
    });
    const collator = await loadCollator(folder, { paddingSide: "left" });
    expect([...collator([sample, shorter]).inputIds.data]).toEqual([1, 2, 7, 1]);
    write("config.json", { image_token_id: 9, text_config: { pad_token_id: null } });
    expect([...(await loadCollator(folder))([sample, shorter]).inputIds.data]).toEqual([1, 2, 1, 0]);
    write("preprocessor_config.json", { patch_size: 8 });
    const shape = async (): Promise<readonly number[]> =>
      (await loadImageProcessor(folder)).layout({ width: 64, height: 64 }).shape;
    // The nested settings win, as in transformers.
    expect((await shape())[1]).toBe(1536);
    write("processor_config.json", { processor_class: "Qwen3VLProcessor" });
    expect((await shape())[1]).toBe(384);
  });

  it("says what is missing or broken", async () => {
    await expect(loadCollator(folder)).rejects.toThrow(
      `collator.loadCollator: ${folder} has no config.json; expected a checkpoint's. Use the folder of a checkpoint.`,
    );
    write("config.json", { vision_config: {} });
    await expect(loadCollator(folder)).rejects.toThrow(
      `collator.loadImageProcessor: ${folder} has neither preprocessor_config.json nor an image_processor in processor_config.json; expected one. Copy it from the checkpoint.`,
    );
    writeFileSync(join(folder, "preprocessor_config.json"), "[");
    await expect(loadCollator(folder)).rejects.toThrow(
      `collator.readConfig: ${join(folder, "preprocessor_config.json")} is not a JSON object; expected one. Copy it from the checkpoint again.`,
    );
    write("preprocessor_config.json", {});
    await expect(loadCollator(folder)).rejects.toThrow(
      `collator.loadCollator: ${folder} has no image_token_id in config.json; expected the id of its placeholder. Use the folder of a vision-language checkpoint.`,
    );
    write("config.json", { image_token_id: 9, vision_config: { spatial_merge_size: 3 } });
    await expect(loadCollator(folder)).rejects.toThrow(
      `collator.loadCollator: ${folder} has merge size 2 in its image processor and 3 in config.json; expected the same. Copy both files from one checkpoint.`,
    );
  });
});
