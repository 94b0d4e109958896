/**
 * Images cut into square patches: [images, C, S, S] as [images × patches, C × size × size], patches row by row. Pixels at
 * the right and lower edge that make no patch are left out.
 */
export function patchesOf(
  pixels: Float32Array,
  [channels, height, width]: readonly [number, number, number],
  size: number,
): Float32Array {
  const images = pixels.length / (channels * height * width);
  const [rows, columns] = [Math.floor(height / size), Math.floor(width / size)];
  const patches = new Float32Array(images * rows * columns * channels * size * size);
  let to = 0;
  for (let image = 0; image < images; image++) {
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        for (let channel = 0; channel < channels; channel++) {
          for (let y = 0; y < size; y++, to += size) {
            const from = ((image * channels + channel) * height + row * size + y) * width + column * size;
            patches.set(pixels.subarray(from, from + size), to);
          }
        }
      }
    }
  }
  return patches;
}
