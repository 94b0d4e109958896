import { frequencies, type Rotation, rotationOf } from "../layers/rotation.js";
import type { TextConfig } from "./config.js";

/**
 * Interleaved MRoPE: frequencies take turns between time, height and width (T H W T H W …) as far as the sections of
 * height and width go; the rest turn with time.
 *
 * @param positions three axes of [N]
 */
export function textRotation(config: TextConfig, positions: readonly Int32Array[]): Rotation {
  const { headSize, mropeSection } = config;
  const inverse = frequencies(config.ropeTheta, headSize);
  const axes = Array.from(inverse, (_, j) => {
    const axis = j % 3;
    return positions[j < 3 * mropeSection[axis]! ? axis : 0]!;
  });
  return rotationOf(positions[0]!.length, headSize, (token, j) => axes[j]![token]! * inverse[j]!);
}
