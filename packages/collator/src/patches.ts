/** How a picture is cut: patches in order of merge blocks, each block's patches row by row. */
export interface PatchGeometry {
  /** Sides of the picture, multiples of patch size × merge size. */
  readonly width: number;
  readonly height: number;
  readonly patchSize: number;
  readonly mergeSize: number;
}

/**
 * Colours as patches: [patches, 3, patch, patch] bytes from [height, width, 3] bytes. The order of the patches is
 * (block row, block column, row in block, column in block), as the vision tower merges them.
 */
export function cutPatches(rgb: Uint8ClampedArray, geometry: PatchGeometry): Uint8Array {
  const { width, height, patchSize, mergeSize } = geometry;
  const block = patchSize * mergeSize;
  const plane = patchSize * patchSize;
  const patches = new Uint8Array(width * height * 3);
  let at = 0;
  for (let top = 0; top < height; top += block) {
    for (let left = 0; left < width; left += block) {
      for (let inner = 0; inner < mergeSize * mergeSize; inner++, at += 3 * plane) {
        const y0 = top + Math.floor(inner / mergeSize) * patchSize;
        const x0 = left + (inner % mergeSize) * patchSize;
        for (let i = 0; i < plane; i++) {
          const y = y0 + Math.floor(i / patchSize);
          const from = (y * width + x0 + (i % patchSize)) * 3;
          patches[at + i] = rgb[from]!;
          patches[at + plane + i] = rgb[from + 1]!;
          patches[at + 2 * plane + i] = rgb[from + 2]!;
        }
      }
    }
  }
  return patches;
}

/**
 * Patches as the vision tower takes them: [patches, 3, temporal, patch, patch] floats, the still picture repeated in
 * time. `tables` holds the float of each byte for each channel.
 */
export function expandPatches(
  patches: Uint8Array,
  { patchSize, temporalPatchSize }: { readonly patchSize: number; readonly temporalPatchSize: number },
  tables: readonly Float32Array[],
  into: Float32Array,
): void {
  const plane = patchSize * patchSize;
  let to = 0;
  for (let from = 0, channel = 0; from < patches.length; from += plane, channel = (channel + 1) % 3) {
    const table = tables[channel]!;
    for (let i = 0; i < plane; i++) into[to + i] = table[patches[from + i]!]!;
    for (let time = 1; time < temporalPatchSize; time++) into.copyWithin(to + time * plane, to, to + plane);
    to += temporalPatchSize * plane;
  }
}
