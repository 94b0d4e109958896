import { frequencies, type Rotation, rotationOf } from "../layers/rotation.js";

/** The axis that each of `count` frequencies turns with: 0 time, 1 height, 2 width. */
export type Axes = readonly number[];

/** Qwen2-VL's MRoPE (arXiv 2409.12191): the fastest frequencies for time, the next for height, the last for width. */
export function chunkedAxes(sections: readonly number[], count: number): Axes {
  const [time, height] = check(sections, count);
  return Array.from({ length: count }, (_, j) => (j < time ? 0 : j < time + height ? 1 : 2));
}

/**
 * Qwen3-VL's MRoPE (arXiv 2511.21631): frequencies take turns between time, height and width (T H W T H W …) as far as
 * the sections of height and width go; the rest turn with time.
 */
export function interleavedAxes(sections: readonly number[], count: number): Axes {
  const checked = check(sections, count);
  return Array.from({ length: count }, (_, j) => (j < 3 * checked[j % 3]! ? j % 3 : 0));
}

/**
 * Rotary tables for positions in time, height and width.
 *
 * @param positions three axes of [N]
 */
export function multimodalRotation(
  { headSize, ropeTheta, axes }: { readonly headSize: number; readonly ropeTheta: number; readonly axes: Axes },
  positions: readonly Int32Array[],
): Rotation {
  const inverse = frequencies(ropeTheta, headSize);
  return rotationOf(positions[0]!.length, headSize, (token, j) => positions[axes[j]!]![token]! * inverse[j]!);
}

/** Time, height and width. */
function check(sections: readonly number[], count: number): readonly [number, number, number] {
  if (sections.length !== 3 || sections.reduce((a, b) => a + b, 0) !== count) {
    throw new Error(
      `models.config: mrope_section is [${sections}]; expected three numbers that add up to ${count}, half of the head size. Use the config.json of this checkpoint.`,
    );
  }
  return sections as readonly number[] as readonly [number, number, number];
}
