import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { Image } from "@vlm/types";
import { describe, expect, it } from "vitest";
import { createImageProcessor } from "./image-processor.js";
import { decodeImage } from "./node/decode-image.js";
import { resample } from "./resample.js";
import { smartResize } from "./smart-resize.js";

const fixture = (name: string): Buffer => readFileSync(new URL(`../fixtures/${name}`, import.meta.url));
const json = <T>(name: string): T => JSON.parse(fixture(name).toString()) as T;
const digest = (data: ArrayBufferView): string =>
  createHash("sha256")
    .update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength))
    .digest("hex");
const colors = ({ data }: Image): string => digest(data.filter((_, i) => i % 4 !== 3));
const blank = (width: number, height: number): Image => ({
  width,
  height,
  data: new Uint8ClampedArray(4 * width * height),
});

const { processors, rows } = json<{
  processors: Record<string, Record<string, unknown>>;
  rows: readonly { processor: string; image: string; grid: readonly number[]; sha256: string }[];
}>("pixel-values.json");

describe("createImageProcessor", () => {
  it.each(rows)(
    "gives transformers' pixel values: $processor, $image.png",
    async ({ processor, image, grid, sha256 }) => {
      const result = createImageProcessor(processors[processor]).process(await decodeImage(fixture(`${image}.png`)));
      expect(result.grid).toEqual(grid);
      expect(digest(result.pixelValues)).toBe(sha256);
    },
  );

  it("reads old, new and nested settings alike", async () => {
    const { size, ...rest } = processors.qwen3_vl!;
    const { shortest_edge, longest_edge } = size as Record<string, number>;
    const image = await decodeImage(fixture("i.png"));
    const expected = digest(createImageProcessor(processors.qwen3_vl).process(image).pixelValues);
    for (const config of [
      { ...rest, min_pixels: shortest_edge, max_pixels: longest_edge },
      { ...rest, size: { min_pixels: shortest_edge, max_pixels: longest_edge } },
      { ...rest, min_pixels: shortest_edge, max_pixels: longest_edge, size: { shortest_edge: 1, longest_edge: 1 } },
      {
        processor_class: "Qwen3VLProcessor",
        image_processor: { image_processor_type: "Qwen2VLImageProcessorFast", ...rest, size },
      },
    ]) {
      expect(digest(createImageProcessor(config).process(image).pixelValues)).toBe(expected);
    }
    expect(createImageProcessor({}).layout(blank(100, 100))).toEqual({
      tokens: 16,
      shape: [64, 1176],
      grid: [1, 8, 8],
    });
  });

  it("gives the same again, into a given place, and sees a picture's size before its pixels", async () => {
    const processor = createImageProcessor(processors.qwen3_vl);
    const image = await decodeImage(fixture("c.png"));
    const first = processor.process(image);
    const { shape } = processor.layout({ width: image.width, height: image.height });
    const into = new Float32Array(shape[0]! * shape[1]!);
    expect(processor.process(image, into).pixelValues).toBe(into);
    expect(digest(into)).toBe(digest(first.pixelValues));
    expect(() => processor.process(image, new Float32Array(1))).toThrow(
      "collator.process: into has 1 elements; expected 73728 for the layout's shape [48,1536]. Allocate as many.",
    );
  });

  it("leaves out the steps that the settings leave out", () => {
    const image = blank(32, 32);
    image.data.fill(51);
    const raw = createImageProcessor({ patch_size: 16, do_resize: false, do_rescale: false, do_normalize: false });
    expect(new Set(raw.process(image).pixelValues)).toEqual(new Set([51]));
    const scaled = createImageProcessor({ patch_size: 16, do_resize: false, do_normalize: false });
    expect(new Set(scaled.process(image).pixelValues)).toEqual(new Set([Math.fround(0.2)]));
    expect(() => raw.process(blank(33, 32))).toThrow(
      "collator.process: the image is 33x32 and do_resize is false; expected sides that are multiples of 32. Resize the image or set do_resize.",
    );
  });

  it.each([
    [null, "the configuration is null; expected a JSON object"],
    [{ image_processor: 1 }, "image_processor is 1; expected a JSON object"],
    [
      { image_processor_type: "CLIPImageProcessor" },
      'image_processor_type is "CLIPImageProcessor"; expected that of Qwen2-VL, Qwen2.5-VL, Qwen3-VL or Gemma 3',
    ],
    [{ size: { height: 9 } }, "size.shortest_edge is undefined; expected a number of pixels"],
    [{ patch_size: 1.5 }, "patch_size is 1.5; expected a positive integer"],
    [{ image_mean: [0.5] }, "image_mean is [0.5]; expected three numbers"],
    [{ resample: 1 }, "resample is 1; expected 2 (bilinear) or 3 (bicubic)"],
    [{ do_resize: 1 }, "do_resize is 1; expected true or false"],
    [{ rescale_factor: "x" }, 'rescale_factor is "x"; expected a number'],
  ])("refuses settings: %j", (config, message) => {
    expect(() => createImageProcessor(config)).toThrow(
      `collator.createImageProcessor: ${message}. Check preprocessor_config.json.`,
    );
  });

  it("refuses pixels that are not the picture's", () => {
    expect(() => createImageProcessor({}).process({ ...blank(2, 2), width: 3 })).toThrow(
      "collator.process: the image has 16 bytes; expected 24 for 3x2 RGBA. Pass pixels of @vlm/types' Image.",
    );
  });
});

describe("resample", () => {
  const modes =
    json<
      readonly { mode: string; image: string; to: [number, number]; rgb: string; bicubic: string; bilinear: string }[]
    >("modes.json");
  it.each(modes)("equals Pillow: $mode, $image to $to", async ({ image, to, rgb, bicubic, bilinear }) => {
    const picture = await decodeImage(fixture(`modes/${image}`));
    const size = { width: to[0], height: to[1] };
    expect(colors(resample(picture, picture))).toBe(rgb);
    expect(colors(resample(picture, size, "bicubic"))).toBe(bicubic);
    expect(colors(resample(picture, size, "bilinear"))).toBe(bilinear);
  });
});

describe("smartResize", () => {
  const table =
    json<readonly (readonly [number, number, number, number, number, readonly number[] | "error"])[]>(
      "smart_resize.json",
    );
  it.each(table)("factor %i, %i to %i pixels, %ix%i", (factor, minPixels, maxPixels, height, width, expected) => {
    const resize = (): readonly number[] => {
      const size = smartResize(height, width, { factor, minPixels, maxPixels });
      return [size.height, size.width];
    };
    if (expected !== "error") expect(resize()).toEqual(expected);
    else {
      expect(resize).toThrow(
        `collator.smartResize: the image is ${width}x${height} (width x height); expected positive sides at most 200 times each other. Crop or drop the image.`,
      );
    }
  });
});
