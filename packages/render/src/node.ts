import type { Image } from "@vlm/types";
import sharp, { type Sharp } from "sharp";
import type { Picture } from "./picture.js";
import { png } from "./png/png.js";

/** PNG bytes of a picture, without alpha: what datasets and models expect. `png` does the same at once. */
export async function encodePng(image: Image): Promise<Uint8Array> {
  return png(image);
}

export interface WebpOptions {
  /** 1 to 100; absent: nothing is lost. */
  readonly quality?: number | undefined;
}

/** WebP bytes of a picture, without alpha. */
export async function encodeWebp(image: Image, { quality }: WebpOptions = {}): Promise<Uint8Array> {
  return raw(image)
    .webp(quality === undefined ? { lossless: true } : { quality })
    .toBuffer();
}

export interface JpegOptions {
  /** 1 to 100. */
  readonly quality: number;
}

/** JPEG bytes of a picture. */
export async function encodeJpeg(image: Image, { quality }: JpegOptions): Promise<Uint8Array> {
  return raw(image).jpeg({ quality }).toBuffer();
}

/** The picture with what JPEG does to it: an augmentation. A picture's truth stays with it. */
export async function throughJpeg(picture: Picture, options: JpegOptions): Promise<Picture>;
export async function throughJpeg(image: Image, options: JpegOptions): Promise<Image>;
export async function throughJpeg(image: Image | Picture, options: JpegOptions): Promise<Image | Picture> {
  const bytes = await encodeJpeg(image, options);
  const data = await sharp(bytes).ensureAlpha().raw().toBuffer();
  return { ...image, data: new Uint8ClampedArray(data.buffer, data.byteOffset, data.length) };
}

function raw({ width, height, data }: Image): Sharp {
  return sharp(data, { raw: { width, height, channels: 4 } }).removeAlpha();
}
