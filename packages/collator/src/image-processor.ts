import type { Image } from "@vlm/types";
import { type ImageSettings, readImageSettings } from "./image-settings.js";
import { cutPatches, expandPatches } from "./patches.js";
import { resampleRgb } from "./resample.js";
import { smartResize } from "./smart-resize.js";

/** Time, height and width in patches. */
export type Grid = readonly [time: number, height: number, width: number];

export interface ProcessedImage {
  /** [patches, 3 × temporal × patch × patch] */
  readonly pixelValues: Float32Array;
  readonly grid: Grid;
}

/** Pictures as a vision tower takes them. */
export interface ImageProcessor {
  /** Side of the blocks of patches that become one token. */
  readonly mergeSize: number;
  /** Numbers of one patch: 3 × temporal × patch × patch. */
  readonly patchLength: number;
  /** The grid that the picture will have; looks at its size only. */
  grid(image: Image): Grid;
  /** Writes into `into`, of exactly the right length, where it is given. What it made of a picture is remembered. */
  process(image: Image, into?: Float32Array): ProcessedImage;
}

/**
 * The image processor of Qwen2-VL, Qwen2.5-VL and Qwen3-VL from a parsed preprocessor_config.json or
 * processor_config.json. Pixel values and grids equal those of transformers' PIL backend bit for bit; alpha is dropped.
 */
export function createImageProcessor(config: unknown): ImageProcessor {
  const settings = readImageSettings(config);
  const { patchSize, temporalPatchSize, mergeSize } = settings;
  const patchLength = 3 * temporalPatchSize * patchSize * patchSize;
  const tables = [0, 1, 2].map((channel) => floatTable(settings, channel));
  const sizeOf = (image: Image): { readonly width: number; readonly height: number } => targetSize(image, settings);
  const grid = (image: Image): Grid => {
    const { width, height } = sizeOf(image);
    return [1, height / patchSize, width / patchSize];
  };
  // Bytes, an eighth of the floats: enough to make them again quickly in every epoch.
  const cut = new WeakMap<Image, Uint8Array>();
  return {
    mergeSize,
    patchLength,
    grid,
    process(image, into) {
      const [time, rows, columns] = grid(image);
      const length = time * rows * columns * patchLength;
      const pixelValues = into ?? new Float32Array(length);
      if (pixelValues.length !== length) {
        throw new RangeError(
          `collator.process: into has ${pixelValues.length} elements; expected ${length} for a grid of [${time},${rows},${columns}]. Allocate patches × patchLength.`,
        );
      }
      let patches = cut.get(image);
      if (!patches) {
        const size = sizeOf(image);
        patches = cutPatches(resampleRgb(image.data, image, size, settings.filter), { ...size, patchSize, mergeSize });
        cut.set(image, patches);
      }
      expandPatches(patches, settings, tables, pixelValues);
      return { pixelValues, grid: [time, rows, columns] };
    },
  };
}

function targetSize(image: Image, settings: ImageSettings): { readonly width: number; readonly height: number } {
  const { width, height, data } = image;
  if (data.length !== 4 * width * height) {
    throw new RangeError(
      `collator.process: the image has ${data.length} bytes; expected ${4 * width * height} for ${width}x${height} RGBA. Pass pixels of @vlm/types' Image.`,
    );
  }
  const factor = settings.patchSize * settings.mergeSize;
  if (settings.resize) {
    return smartResize(height, width, { factor, minPixels: settings.minPixels, maxPixels: settings.maxPixels });
  }
  if (width > 0 && height > 0 && width % factor === 0 && height % factor === 0) return { width, height };
  throw new RangeError(
    `collator.process: the image is ${width}x${height} and do_resize is false; expected sides that are multiples of ${factor}. Resize the image or set do_resize.`,
  );
}

/** The float32 of each byte: rescaled in float64 and rounded, then normalised in float32, as numpy does it. */
function floatTable({ rescaleFactor, normalisation }: ImageSettings, channel: number): Float32Array {
  return Float32Array.from({ length: 256 }, (_, byte) => {
    const value = Math.fround(rescaleFactor === null ? byte : byte * rescaleFactor);
    if (normalisation === null) return value;
    const centred = Math.fround(value - Math.fround(normalisation.mean[channel]!));
    return centred / Math.fround(normalisation.std[channel]!);
  });
}
