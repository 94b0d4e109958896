import { credit } from "./credit.js";
import { descend } from "./descend.js";
import { believe } from "./evaluation.js";
import type { Evaluator } from "./evaluator.js";
import { type Bounds, Clock } from "./limits.js";
import { learn } from "./prove.js";
import type { Run } from "./run.js";
import { untry } from "./virtual-loss.js";

/** Simulates until a limit is reached or the root is solved. */
export function simulateWithin<State, Action>(run: Run<State, Action>, { simulations, timeMs }: Bounds): void {
  const clock = new Clock(timeMs);
  const { tree } = run;
  for (let made = 0; made < simulations && tree.known[0] === 0 && !clock.isOver(made); made++) simulate(run);
}

/** One simulation: go down to a leaf, see what it is worth, and credit every node on the way. */
function simulate<State, Action>(run: Run<State, Action>): void {
  const depth = descend(run);
  if (settle(run, depth)) return;
  const { tree, ground, numbers, returns, settings } = run;
  if (settings.evaluator === null) ground.playout(numbers.draw, returns);
  else evaluate(run, depth, settings.evaluator);
  credit(tree, depth, returns, 0, settings);
}

function evaluate<State, Action>(run: Run<State, Action>, depth: number, evaluator: Evaluator<State>): void {
  const { tree, ground, numbers, settings } = run;
  try {
    believe(run, tree.path[depth]!, evaluator(ground.state(), numbers.random));
  } catch (error) {
    untry(tree, depth, settings.puct);
    throw error;
  }
}

/** Ends the simulation if the outcome at the end of its path is known, or seen now. */
export function settle<State, Action>({ tree, ground, returns, settings }: Run<State, Action>, depth: number): boolean {
  const known = tree.known[tree.path[depth]!]!;
  if (known !== 0) {
    credit(tree, depth, tree.outcomes.values, known * returns.length, settings);
    return true;
  }
  if (!ground.result(returns)) return false;
  credit(tree, depth, returns, 0, settings);
  learn(tree, depth, tree.outcomes.learn(returns), settings);
  return true;
}
