import type { Random } from "@vlm/types";

/** One of the items, all equally likely. */
export function choose<T>(items: readonly T[], random: Random): T {
  return items[Math.floor(random() * items.length)]!;
}

/** One of the names, in proportion to its weight; at least one weight is positive. */
export function chooseWeighted<Name extends string>(weights: Readonly<Record<Name, number>>, random: Random): Name {
  const entries = (Object.entries(weights) as [Name, number][]).filter(([, weight]) => weight > 0);
  let left = random() * entries.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [name, weight] of entries) {
    left -= weight;
    if (left < 0) return name;
  }
  return entries.at(-1)![0];
}
