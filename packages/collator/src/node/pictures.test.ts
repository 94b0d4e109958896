import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { createImageProcessor } from "../image-processor.js";
import { decodeImage } from "./decode-image.js";

interface Picture {
  readonly kind: string;
  readonly file: string;
  readonly processor: unknown;
  readonly width: number;
  readonly height: number;
  readonly colors: string;
  readonly shape: readonly number[];
  readonly pixelValues: string;
}

const fixture = (name: string): Buffer => readFileSync(new URL(`../../fixtures/pictures/${name}`, import.meta.url));
const pictures = JSON.parse(fixture("pictures.json").toString()) as readonly Picture[];
const digest = (data: ArrayBufferView): string =>
  createHash("sha256")
    .update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength))
    .digest("hex");

describe("pictures of all modes", () => {
  it.each(pictures)("have Pillow's colors and transformers' pixel values: $kind, $width x $height", async (picture) => {
    const image = await decodeImage(fixture(picture.file));
    expect([image.width, image.height]).toEqual([picture.width, picture.height]);
    expect(digest(image.data.filter((_, i) => i % 4 !== 3))).toBe(picture.colors);
    const { pixelValues, shape } = createImageProcessor(picture.processor).process(image);
    expect(shape).toEqual(picture.shape);
    expect(digest(pixelValues)).toBe(picture.pixelValues);
  });
});
