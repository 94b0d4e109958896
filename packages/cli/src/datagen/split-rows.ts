import { splitByGroup } from "@vlm/dataset";
import type { Options } from "./options.js";
import type { GameRow, Recipe } from "./recipe.js";

export type SplitName = "train" | "eval" | "test";

/** Which rows go where, by their ids. */
export interface SplitPlan {
  /** By split that is asked for; a row that is nowhere was dropped. */
  readonly ids: Readonly<Partial<Record<SplitName, ReadonlySet<string>>>>;
  /** Rows dropped because a split that is seen later holds them in one of their symmetries. */
  readonly dropped: number;
}

export function splitNames({ eval_fraction: held, test_fraction: tested }: Options): readonly SplitName[] {
  return ["train", ...(held > 0 ? (["eval"] as const) : []), ...(tested > 0 ? (["test"] as const) : [])];
}

/** Sides of all rows; holds an id, a group and a key of each in memory. */
export async function planSplits(
  rows: AsyncIterable<GameRow>,
  recipe: Recipe<unknown, GameRow>,
  options: Options,
): Promise<SplitPlan> {
  const { eval_fraction: held, test_fraction: tested, seed } = options;
  const light: { readonly id: string; readonly group: string | number; readonly key: string }[] = [];
  for await (const row of rows) light.push({ id: row.id, group: recipe.group(row), key: recipe.key(row) });
  const { splits, dropped } = splitByGroup(light, {
    group: ({ group }) => group,
    key: ({ key }) => key,
    fractions: { train: 1 - held - tested, eval: held, test: tested },
    seed,
  });
  const tests = new Set(splits.test!.map(({ key }) => key));
  const evaluated = splits.eval!.filter(({ key }) => !tests.has(key));
  const sides = { train: splits.train!, eval: evaluated, test: splits.test! };
  const ids = Object.fromEntries(splitNames(options).map((name) => [name, new Set(sides[name].map(({ id }) => id))]));
  return { ids, dropped: dropped.length + splits.eval!.length - evaluated.length };
}
