import type { ImageFamily, ImageSize } from "./image-family.js";
import { type Json, object, positive, readPixelSettings, wrongSetting } from "./image-settings.js";
import { writePatches } from "./patches.js";
import { resample } from "./resample.js";
import { type ResizeLimits, smartResize } from "./smart-resize.js";

const CLIP = {
  resample: 3,
  mean: [0.48145466, 0.4578275, 0.40821073],
  std: [0.26862954, 0.26130258, 0.27577711],
};

/** Qwen2-VL's, Qwen2.5-VL's and Qwen3-VL's way: patches of a picture of about its own size. */
export function qwenImages(json: Json): ImageFamily {
  const { resize, filter, tables } = readPixelSettings(json, CLIP);
  const patchSize = positive(json, "patch_size", 14);
  const temporalPatchSize = positive(json, "temporal_patch_size", 2);
  const mergeSize = positive(json, "merge_size", 2);
  const patchLength = 3 * temporalPatchSize * patchSize * patchSize;
  const limits = { factor: patchSize * mergeSize, ...pixelLimits(json) };
  const sizeOf = (size: ImageSize): ImageSize =>
    resize ? smartResize(size.height, size.width, limits) : unresized(size, limits);
  return {
    mergeSize,
    layout(size) {
      const { width, height } = sizeOf(size);
      const [rows, columns] = [height / patchSize, width / patchSize];
      const patches = rows * columns;
      return { tokens: patches / mergeSize ** 2, shape: [patches, patchLength], grid: [1, rows, columns] };
    },
    resize: (image) => resample(image, sizeOf(image), filter),
    write: (resized, into) => writePatches(resized, { patchSize, mergeSize, temporalPatchSize }, tables, into),
  };
}

function unresized({ width, height }: ImageSize, { factor }: ResizeLimits): ImageSize {
  if (width > 0 && height > 0 && width % factor === 0 && height % factor === 0) return { width, height };
  throw new RangeError(
    `collator.process: the image is ${width}x${height} and do_resize is false; expected sides that are multiples of ${factor}. Resize the image or set do_resize.`,
  );
}

function pixelLimits(json: Json): Omit<ResizeLimits, "factor"> {
  const size = json.size == null ? {} : object(json.size, "size");
  return {
    minPixels: pixelLimit(json, "min_pixels", size, "shortest_edge", 56 * 56),
    maxPixels: pixelLimit(json, "max_pixels", size, "longest_edge", 28 * 28 * 1280),
  };
}

/** The old key wins over the new one, as in the reference; a size that lacks its edge is an error there too. */
function pixelLimit(json: Json, oldName: string, size: Json, edge: string, standard: number): number {
  if (json[oldName] != null) return positive(json, oldName, standard);
  if (size[oldName] != null) return positive(size, oldName, standard, `size.${oldName}`);
  if (json.size != null && size[edge] == null) throw wrongSetting(`size.${edge}`, size[edge], "a number of pixels");
  return positive(size, edge, standard, `size.${edge}`);
}
