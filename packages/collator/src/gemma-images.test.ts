import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { Image } from "@vlm/types";
import { describe, expect, it } from "vitest";
import { createImageProcessor } from "./image-processor.js";
import { decodeImage } from "./node/decode-image.js";

const fixture = (name: string): Buffer => readFileSync(new URL(`../fixtures/${name}`, import.meta.url));
const digest = ({ buffer }: Float32Array): string =>
  createHash("sha256")
    .update(new Uint8Array(buffer as ArrayBuffer))
    .digest("hex");
const blank = (width: number, height: number): Image => ({
  width,
  height,
  data: new Uint8ClampedArray(4 * width * height).fill(51),
});
const { saved, variants, rows } = JSON.parse(fixture("gemma3.json").toString()) as {
  saved: Record<string, unknown>;
  variants: Record<string, Record<string, unknown>>;
  rows: readonly { variant: string; image: string; shape: readonly number[]; sha256: string }[];
};

describe("Gemma 3's image processor", () => {
  it.each(rows)("gives transformers' pixel values: $variant, $image", async ({ variant, image, shape, sha256 }) => {
    const processor = createImageProcessor({ ...saved, ...variants[variant] });
    const picture = await decodeImage(fixture(`${image}.png`));
    const { pixelValues, ...layout } = processor.process(picture);
    expect(layout).toEqual({ tokens: 256, shape });
    expect(digest(pixelValues)).toBe(sha256);
    const again = new Float32Array(pixelValues.length);
    expect(processor.process(picture, again).pixelValues).toBe(again);
    expect(digest(again)).toBe(sha256);
  });

  it("is found by its type, and where none is named by what only it has", () => {
    const size = { height: 28, width: 28 };
    for (const config of [
      { image_processor_type: "Gemma3ImageProcessor", size },
      { image_processor_type: "Gemma3ImageProcessorFast", size, do_pan_and_scan: null },
      { processor_class: "Gemma3Processor", size, do_pan_and_scan: false },
      { image_seq_length: 256, size },
      { processor_class: "Gemma3Processor", image_seq_length: 256, image_processor: { size } },
      { image_seq_length: 256, image_processor: { image_processor_type: "Gemma3ImageProcessor", size } },
    ]) {
      const processor = createImageProcessor(config);
      expect(processor.layout({ width: 5, height: 9 })).toEqual({ tokens: 256, shape: [1, 3, 28, 28] });
      expect("mergeSize" in processor).toBe(false);
    }
    const few = { image_processor: { ...saved, image_seq_length: 9 }, image_seq_length: 4 };
    expect(createImageProcessor(few).layout(blank(1, 1)).tokens).toBe(4);
    expect(createImageProcessor({ ...saved, size: null }).layout(blank(1, 1)).shape).toEqual([1, 3, 224, 224]);
  });

  it("leaves a picture its size where the settings say so", () => {
    const processor = createImageProcessor({ ...saved, do_resize: false, do_normalize: false });
    expect(new Set(processor.process(blank(56, 56)).pixelValues)).toEqual(new Set([Math.fround(0.2)]));
    expect(() => processor.layout(blank(56, 55))).toThrow(
      "collator.process: the image is 56x55 and do_resize is false; expected 56x56. Resize the image or set do_resize.",
    );
  });

  it("refuses a picture without pixels", () => {
    expect(() => createImageProcessor(saved).layout(blank(0, 4))).toThrow(
      "collator.process: the image is 0x4; expected at least one pixel. Drop the image.",
    );
  });

  it.each([
    [{ do_pan_and_scan: true }, "do_pan_and_scan is true; expected false: crops of a picture are not made"],
    [{ size: { shortest_edge: 896 } }, "size.width is undefined; expected a number of pixels"],
    [{ size: { width: 896 } }, "size.height is undefined; expected a number of pixels"],
    [{ size: { width: 8.5, height: 8 } }, "size.width is 8.5; expected a positive integer"],
    [{ size: 896 }, "size is 896; expected a JSON object"],
    [{ image_seq_length: 0 }, "image_seq_length is 0; expected a positive integer"],
  ])("refuses settings: %j", (changes, message) => {
    expect(() => createImageProcessor({ ...saved, ...changes })).toThrow(
      `collator.createImageProcessor: ${message}. Check preprocessor_config.json.`,
    );
  });
});
