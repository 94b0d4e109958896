import type { Image } from "@vlm/types";
import { gemmaImages } from "./gemma-images.js";
import type { ImageFamily, ImageLayout, ImageSize } from "./image-family.js";
import { type Json, object, wrongSetting } from "./image-settings.js";
import { qwenImages } from "./qwen-images.js";

export interface ProcessedImage extends ImageLayout {
  /** As many as the layout's shape has. */
  readonly pixelValues: Float32Array;
}

/** Pictures as a vision tower takes them. */
export interface ImageProcessor {
  /**
   * Side of the blocks of patches that become one token, in families whose pictures have grids and whose models count
   * positions by MRoPE; absent in the others.
   */
  readonly mergeSize?: number;
  /** What a picture of this size becomes. */
  layout(size: ImageSize): ImageLayout;
  /** Writes into `into`, of exactly the right length, where it is given. A resized picture is remembered. */
  process(image: Image, into?: Float32Array): ProcessedImage;
}

/**
 * The image processor of Qwen2-VL, Qwen2.5-VL, Qwen3-VL or Gemma 3 from a parsed preprocessor_config.json or
 * processor_config.json. Pixel values and grids equal those of transformers' PIL backend bit for bit; alpha is dropped.
 */
export function createImageProcessor(config: unknown): ImageProcessor {
  const family = familyOf(config);
  // Only what took a resize: the way from bytes to floats is quick in every epoch.
  const resized = new WeakMap<Image, Image>();
  return {
    ...(family.mergeSize !== undefined && { mergeSize: family.mergeSize }),
    layout: (size) => family.layout(size),
    process(image, into) {
      checkPixels(image);
      const layout = family.layout(image);
      const length = layout.shape.reduce((product, size) => product * size, 1);
      const pixelValues = into ?? new Float32Array(length);
      if (pixelValues.length !== length) {
        throw new RangeError(
          `collator.process: into has ${pixelValues.length} elements; expected ${length} for the layout's shape [${layout.shape}]. Allocate as many.`,
        );
      }
      let fitting = resized.get(image);
      if (!fitting) {
        fitting = family.resize(image);
        if (fitting !== image) resized.set(image, fitting);
      }
      family.write(fitting, pixelValues);
      return { pixelValues, ...layout };
    },
  };
}

/** @throws RangeError when a picture has more or fewer bytes than its size says */
export function checkPixels({ width, height, data }: Image): void {
  if (data.length === 4 * width * height) return;
  throw new RangeError(
    `collator.process: the image has ${data.length} bytes; expected ${4 * width * height} for ${width}x${height} RGBA. Pass pixels of @vlm/types' Image.`,
  );
}

const QWEN = /^Qwen[\w.]*VLImageProcessor/;
const GEMMA = /^Gemma3ImageProcessor/;

/** By the type of the image processor; where none is named by what only Gemma 3 has, and else Qwen's. */
function familyOf(config: unknown): ImageFamily {
  const processor = object(config, "the configuration");
  const json: Json =
    processor.image_processor == null ? processor : object(processor.image_processor, "image_processor");
  const type = json.image_processor_type;
  const isGemma =
    type == null
      ? [processor, json].some((part) => part.processor_class === "Gemma3Processor" || part.image_seq_length != null)
      : GEMMA.test(String(type));
  if (isGemma) return gemmaImages(processor, json);
  if (type == null || QWEN.test(String(type))) return qwenImages(json);
  throw wrongSetting("image_processor_type", type, "that of Qwen2-VL, Qwen2.5-VL, Qwen3-VL or Gemma 3");
}
