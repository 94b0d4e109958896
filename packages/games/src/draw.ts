import type { Draw, Random } from "@vlm/types";

/** Draws integers by the numbers in [0, 1). */
export function drawBy(random: Random): Draw {
  return (count) => (random() * count) | 0;
}
