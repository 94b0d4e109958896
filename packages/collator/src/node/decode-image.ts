import type { Image } from "@vlm/types";
import sharp from "sharp";

const FORMATS: readonly string[] = ["png", "jpeg", "webp", "gif", "tiff"];

/**
 * Pixels of a PNG, JPEG, WebP, GIF or TIFF file: the first frame, turned as EXIF says, embedded colour profiles ignored
 * as Pillow does, 16-bit channels scaled to 8. `maxPixels` is checked in the header, before anything is decoded.
 */
export async function decodeImage(
  bytes: Uint8Array,
  { maxPixels = 4096 * 4096 }: { readonly maxPixels?: number } = {},
): Promise<Image> {
  const { format, width, height } = await reading(bytes, () => sharp(bytes, { limitInputPixels: false }).metadata());
  // SVG is a program to run, not a picture to read.
  if (!FORMATS.includes(format)) {
    throw new Error(`collator.decodeImage: the file is ${format}; expected one of ${FORMATS.join(", ")}. Convert it.`);
  }
  if (width * height > maxPixels) {
    throw new RangeError(
      `collator.decodeImage: the image is ${width}x${height}; expected at most maxPixels ${maxPixels}. Raise maxPixels or shrink the image.`,
    );
  }
  const { data, info } = await reading(bytes, () =>
    sharp(bytes, { limitInputPixels: maxPixels, ignoreIcc: true, failOn: "warning" })
      .autoOrient()
      .toColourspace("srgb")
      .ensureAlpha()
      .raw({ depth: "uchar" })
      .toBuffer({ resolveWithObject: true }),
  );
  return {
    width: info.width,
    height: info.height,
    data: new Uint8ClampedArray(data.buffer, data.byteOffset, data.length),
  };
}

/** The decoder's own errors, some of which it throws at the call, as ours. */
async function reading<T>(bytes: Uint8Array, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(
      `collator.decodeImage: ${bytes.length} bytes cannot be decoded: ${reason}; expected a whole ${FORMATS.join(", ")} file. Drop the row or make its image again.`,
      { cause },
    );
  }
}
