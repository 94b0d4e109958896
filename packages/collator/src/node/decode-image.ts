import type { Image } from "@vlm/types";
import sharp from "sharp";
import { rgbaFromCmyk } from "./cmyk.js";
import { IMAGE_FORMATS, imageFormat } from "./image-format.js";
import { readPngChunks } from "./png-chunks.js";
import { isPlainPng, readPngPixels } from "./png-pixels.js";

/**
 * Pixels of a PNG, JPEG, WebP, GIF or TIFF file, told by its content: the first frame, turned as EXIF says, embedded
 * color profiles ignored as Pillow does, 16-bit channels scaled to 8. `maxPixels` is checked in the header, before
 * anything is decoded.
 */
export async function decodeImage(
  bytes: Uint8Array,
  { maxPixels = 4096 * 4096 }: { readonly maxPixels?: number } = {},
): Promise<Image> {
  const format = imageFormat(bytes);
  if (format === undefined) {
    const beginning = Buffer.from(bytes.subarray(0, 8)).toString("hex");
    throw new Error(
      `collator.decodeImage: ${bytes.length} bytes that begin with ${JSON.stringify(beginning)} (hex); expected a ${IMAGE_FORMATS.join(", ")} file. Convert it.`,
    );
  }
  if (format === "png") {
    const png = await reading(bytes, () => readPngChunks(bytes));
    checkSize(png, maxPixels);
    if (isPlainPng(png)) return reading(bytes, () => readPngPixels(png));
    return reading(bytes, () => decode(bytes, "srgb", maxPixels));
  }
  const header = await reading(bytes, () => sharp(bytes, { limitInputPixels: false }).metadata());
  checkSize(header, maxPixels);
  if (header.space !== "cmyk") return reading(bytes, () => decode(bytes, "srgb", maxPixels));
  const inks = await reading(bytes, () => decode(bytes, "cmyk", maxPixels));
  return { ...inks, data: rgbaFromCmyk(inks.data) };
}

/** Four bytes a pixel: RGBA, or inks. */
async function decode(bytes: Uint8Array, space: "srgb" | "cmyk", maxPixels: number): Promise<Image> {
  const image = sharp(bytes, { limitInputPixels: maxPixels, ignoreIcc: true, failOn: "warning", sequentialRead: true });
  const { data, info } = await (space === "srgb" ? image.ensureAlpha() : image.pipelineColourspace(space).removeAlpha())
    .autoOrient()
    .toColourspace(space)
    .raw({ depth: "uchar" })
    .toBuffer({ resolveWithObject: true });
  const { width, height } = info;
  return { width, height, data: new Uint8ClampedArray(data.buffer, data.byteOffset, data.length) };
}

function checkSize({ width, height }: { readonly width: number; readonly height: number }, maxPixels: number): void {
  if (width * height <= maxPixels) return;
  throw new RangeError(
    `collator.decodeImage: the image is ${width}x${height}; expected at most maxPixels ${maxPixels}. Raise maxPixels or shrink the image.`,
  );
}

/** The decoders' own errors, some of which are thrown at the call, as ours. */
async function reading<T>(bytes: Uint8Array, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(
      `collator.decodeImage: ${bytes.length} bytes cannot be decoded: ${reason}; expected a whole ${IMAGE_FORMATS.join(", ")} file. Drop the row or make its image again.`,
      { cause },
    );
  }
}
