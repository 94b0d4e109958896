import type { Image } from "@vlm/types";

/** Degrees clockwise, as seen. */
export const rotations = [0, 90, 180, 270] as const;
export type Rotation = (typeof rotations)[number];

/** The picture turned clockwise; 0° gives the picture itself. */
export function rotate(image: Image, degrees: Rotation): Image {
  if (!rotations.includes(degrees)) {
    throw new Error(`render.rotate: cannot turn by ${degrees}°; expected one of ${rotations.join(", ")}.`);
  }
  if (degrees === 0) return image;
  const { width, height } = image;
  const turned = degrees === 180 ? [width, height] : [height, width];
  const [newWidth, newHeight] = turned as [number, number];
  // One 32-bit word a pixel.
  const from = new Uint32Array(image.data.buffer, image.data.byteOffset, width * height);
  const data = new Uint8ClampedArray(4 * width * height);
  const to = new Uint32Array(data.buffer);
  for (let y = 0; y < newHeight; y++) {
    for (let x = 0; x < newWidth; x++) {
      const source =
        degrees === 90
          ? (height - 1 - x) * width + y
          : degrees === 180
            ? (height - 1 - y) * width + (width - 1 - x)
            : x * width + (width - 1 - y);
      to[y * newWidth + x] = from[source]!;
    }
  }
  return { width: newWidth, height: newHeight, data };
}
