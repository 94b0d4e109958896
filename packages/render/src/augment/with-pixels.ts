import type { Image } from "@vlm/types";
import type { Picture } from "../picture.js";

/** The same picture with other pixels; what is where in it stays true. */
export function withPixels(image: Image | Picture, data: Uint8ClampedArray): Image | Picture {
  const { width, height } = image;
  return "truth" in image ? { width, height, data, truth: image.truth } : { width, height, data };
}
