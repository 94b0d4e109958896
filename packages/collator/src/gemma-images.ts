import type { ImageFamily, ImageSize } from "./image-family.js";
import { type Json, object, positive, readPixelSettings, wrongSetting } from "./image-settings.js";
import { writePlanes } from "./planes.js";
import { resample } from "./resample.js";

const SIGLIP = { resample: 2, mean: [0.5, 0.5, 0.5], std: [0.5, 0.5, 0.5] };

/**
 * Gemma 3's way: every picture stretched to one size and worth as many tokens.
 *
 * @param processor settings of the whole processor, which know the number of tokens
 * @param json settings of its image processor
 */
export function gemmaImages(processor: Json, json: Json): ImageFamily {
  const { resize, filter, tables } = readPixelSettings(json, SIGLIP);
  if (json.do_pan_and_scan != null && json.do_pan_and_scan !== false) {
    throw wrongSetting("do_pan_and_scan", json.do_pan_and_scan, "false: crops of a picture are not made");
  }
  const target = targetOf(json);
  const tokens = positive({ ...json, ...processor }, "image_seq_length", 256);
  const shape = [1, 3, target.height, target.width];
  return {
    layout(size) {
      checkSize(size, resize, target);
      return { tokens, shape };
    },
    resize: (image) => resample(image, target, filter),
    write: (resized, into) => writePlanes(resized, tables, into),
  };
}

function targetOf(json: Json): ImageSize {
  if (json.size == null) return { width: 224, height: 224 };
  const size = object(json.size, "size");
  const side = (name: "width" | "height"): number => {
    if (size[name] == null) throw wrongSetting(`size.${name}`, size[name], "a number of pixels");
    return positive(size, name, 0, `size.${name}`);
  };
  return { width: side("width"), height: side("height") };
}

function checkSize({ width, height }: ImageSize, resize: boolean, target: ImageSize): void {
  if (!(width > 0 && height > 0)) {
    throw new RangeError(
      `collator.process: the image is ${width}x${height}; expected at least one pixel. Drop the image.`,
    );
  }
  if (resize || (width === target.width && height === target.height)) return;
  throw new RangeError(
    `collator.process: the image is ${width}x${height} and do_resize is false; expected ${target.width}x${target.height}. Resize the image or set do_resize.`,
  );
}
