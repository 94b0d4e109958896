export interface ResizeLimits {
  /** Both sides become multiples of it: patch size × merge size. */
  readonly factor: number;
  /** Least and greatest area of the result, in pixels. */
  readonly minPixels: number;
  readonly maxPixels: number;
}

/**
 * The size that Qwen's image processor resizes to: sides rounded to multiples of the factor, half to even, then shrunk or
 * grown into the area's limits with the aspect ratio kept. Equals `smart_resize` of transformers.
 *
 * @throws RangeError when one side is more than 200 times the other.
 */
export function smartResize(
  height: number,
  width: number,
  { factor, minPixels, maxPixels }: ResizeLimits,
): { readonly height: number; readonly width: number } {
  const isSize = (size: number): boolean => Number.isSafeInteger(size) && size > 0;
  if (!isSize(height) || !isSize(width) || Math.max(height, width) / Math.min(height, width) > 200) {
    throw new RangeError(
      `collator.smartResize: the image is ${width}x${height} (width x height); expected positive sides at most 200 times each other. Crop or drop the image.`,
    );
  }
  const rounded = {
    height: roundHalfToEven(height / factor) * factor,
    width: roundHalfToEven(width / factor) * factor,
  };
  const area = rounded.height * rounded.width;
  if (area > maxPixels) {
    const beta = Math.sqrt((height * width) / maxPixels);
    return {
      height: Math.max(factor, Math.floor(height / beta / factor) * factor),
      width: Math.max(factor, Math.floor(width / beta / factor) * factor),
    };
  }
  if (area < minPixels) {
    const beta = Math.sqrt(minPixels / (height * width));
    return {
      height: Math.ceil((height * beta) / factor) * factor,
      width: Math.ceil((width * beta) / factor) * factor,
    };
  }
  return rounded;
}

/** Python's `round`. */
function roundHalfToEven(x: number): number {
  const below = Math.floor(x);
  const fraction = x - below;
  if (fraction !== 0.5) return Math.round(x);
  return below % 2 === 0 ? below : below + 1;
}
