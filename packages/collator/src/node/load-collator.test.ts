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

  it("takes Gemma 3's files, saved by transformers 4 or 5, and says which part of them disagrees", async () => {
    const images = { image_processor_type: "Gemma3ImageProcessor", size: { height: 4, width: 4 } };
    const config = { image_token_index: 9, mm_tokens_per_image: 2, vision_config: { image_size: 4 } };
    write("config.json", config);
    write("processor_config.json", { image_seq_length: 2, processor_class: "Gemma3Processor" });
    write("preprocessor_config.json", images);
    const picture = { width: 4, height: 4, data: new Uint8ClampedArray(64) };
    const shown = { id: "c", tokens: Int32Array.of(9), trained: Uint8Array.of(0), images: [picture] };
    for (const nested of [false, true]) {
      if (nested) {
        write("processor_config.json", { image_seq_length: 2, image_processor: images });
        rmSync(join(folder, "preprocessor_config.json"));
      }
      const batch = (await loadCollator(folder))([shown]);
      expect([...batch.inputIds.data]).toEqual([9, 9]);
      expect([batch.positionIds.shape, batch.pixelValues!.shape]).toEqual([
        [1, 1, 2],
        [1, 3, 4, 4],
      ]);
    }
    write("config.json", { ...config, mm_tokens_per_image: 256 });
    await expect(loadCollator(folder)).rejects.toThrow(
      `collator.loadCollator: ${folder} has image_seq_length 2 in its image processor and 256 in config.json; expected the same. Copy both files from one checkpoint.`,
    );
    write("config.json", { ...config, vision_config: { image_size: 896 } });
    await expect(loadCollator(folder)).rejects.toThrow(
      `collator.loadCollator: ${folder} has image size 4x4 in its image processor and 896x896 in config.json; expected the same. Copy both files from one checkpoint.`,
    );
  });

  it("takes text alone where the checkpoint has no vision tower, packed rows too, and shows its options", async () => {
    write("config.json", { model_type: "gemma3_text", pad_token_id: 3 });
    const collator = await loadCollator(folder, { padToMultipleOf: 2 });
    expect([...collator([[sample, shorter]]).segmentIds!.data]).toEqual([1, 1, 2, 0]);
    expect([...collator([sample, shorter]).positionIds.data]).toEqual([0, 1, 0, 0]);
    expect(collator.options).toEqual({ padToMultipleOf: 2, padTokenId: 3 });
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
