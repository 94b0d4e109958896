import { type Stage, type StageName, stageNames, stages } from "../lessons/stage.js";

/** Steps of each stage, one stage after the other. */
export type Plan = Readonly<Record<StageName, number>>;

/** The stages' shares of so many steps, at least one each. */
export function planOf(steps: number): Plan {
  return fitted((stage) => Math.round(stage.share * steps));
}

/** What each stage can do in its share of a time, at so many seconds a step. */
export function planFor(seconds: number, secondsPerStep: Readonly<Record<StageName, number>>): Plan {
  return fitted((stage, name) => Math.floor((stage.share * seconds) / secondsPerStep[name]));
}

function fitted(stepsOf: (stage: Stage, name: StageName) => number): Plan {
  return Object.fromEntries(stageNames.map((name) => [name, Math.max(1, stepsOf(stages[name], name))])) as Plan;
}

export function stepsOf(plan: Plan): number {
  return stageNames.reduce((sum, name) => sum + plan[name], 0);
}

/** The stage of a step, counted from 0; the last one's from its end on. */
export function stageAt(plan: Plan, step: number): StageName {
  let end = 0;
  return stageNames.find((name) => step < (end += plan[name])) ?? stageNames.at(-1)!;
}
