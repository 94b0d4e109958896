import { type StageName, stageNames, stages } from "../lessons/stage.js";

/** Steps of each stage, one stage after the other. */
export type Plan = Readonly<Record<StageName, number>>;

/** So many steps of these stages, by their shares. */
export function planOf(steps: number, names: readonly StageName[] = stageNames): Plan {
  const shareOf = (name: StageName): number => (names.includes(name) ? stages[name].share : 0);
  const total = stageNames.reduce((sum, name) => sum + shareOf(name), 0);
  let [share, before] = [0, 0];
  return eachStage((name) => {
    share += shareOf(name);
    const end = Math.round((share / total) * steps);
    const own = end - before;
    before = end;
    return own;
  });
}

/** What each of these stages can do in its share of a time, at so many seconds a step; a step at least. */
export function planFor(
  seconds: number,
  secondsPerStep: Readonly<Record<StageName, number>>,
  names: readonly StageName[] = stageNames,
): Plan {
  const total = names.reduce((sum, name) => sum + stages[name].share, 0);
  const stepsIn = (name: StageName): number =>
    Math.max(1, Math.floor(((stages[name].share / total) * seconds) / secondsPerStep[name]));
  return eachStage((name) => (names.includes(name) ? stepsIn(name) : 0));
}

function eachStage(stepsIn: (name: StageName) => number): Plan {
  return Object.fromEntries(stageNames.map((name) => [name, stepsIn(name)])) as Plan;
}

export function stepsOf(plan: Plan): number {
  return stageNames.reduce((sum, name) => sum + plan[name], 0);
}

/** The stage of a step, counted from 0; the last one's from its end on. */
export function stageAt(plan: Plan, step: number): StageName {
  let end = 0;
  for (const name of stageNames) {
    end += plan[name];
    if (step < end) return name;
  }
  return stageNames.at(-1)!;
}
