import type { Image } from "@vlm/types";
import sharp from "sharp";

/** PNG bytes of a picture, without alpha: what datasets and models expect. */
export async function encodePng(image: Image): Promise<Uint8Array> {
  const { width, height, data } = image;
  return sharp(data, { raw: { width, height, channels: 4 } })
    .removeAlpha()
    .png({ compressionLevel: 6, adaptiveFiltering: false })
    .toBuffer();
}
