import type { Evaluation } from "./evaluator.js";
import { expand } from "./expand.js";
import type { Run } from "./run.js";

/**
 * Takes what an evaluator says of a leaf: its returns to `run.returns`, its priors to the children that it gets for them.
 * The ground stands at the leaf.
 *
 * @throws RangeError on returns or priors that are too few, too many, or no numbers
 */
export function believe<State, Action>(
  run: Run<State, Action>,
  leaf: number,
  found: readonly number[] | Evaluation,
): void {
  const { returns, settings, game } = run;
  const { values, priors } = evaluationOf(found);
  if (values?.length !== returns.length) {
    const given = found instanceof Promise ? "a promise" : `${values?.length ?? "no"} values`;
    throw new RangeError(
      `mcts: the evaluator gives ${given} for ${game.name}; expected ${returns.length}, one return a player. Await promises with searchAsync.`,
    );
  }
  for (let player = 0; player < returns.length; player++) returns[player] = number("value", player, values[player]);
  if (priors === undefined) return;
  if (!settings.puct) {
    throw new RangeError(
      `mcts: the evaluator gives priors, and selection "uct" takes none; expected values alone. Give selection: "puct".`,
    );
  }
  expand(run, leaf, shares(priors, game.actions(run.ground.state()).length));
}

function evaluationOf(found: readonly number[] | Evaluation): Partial<Evaluation> {
  return Array.isArray(found) ? { values: found } : (found as Evaluation);
}

/** The priors divided by their sum. */
function shares(priors: ArrayLike<number>, count: number): Float64Array {
  if (priors.length !== count) {
    throw new RangeError(
      `mcts: the evaluator gives ${priors.length} priors for ${count} actions; expected one an action, in the order of game.actions. Leave out illegal ones.`,
    );
  }
  const shares = Float64Array.from(priors, (prior, index) => number("prior", index, prior));
  const sum = shares.reduce((a, b) => a + b, 0);
  if (!(sum > 0) || shares.some((share) => share < 0)) {
    throw new RangeError(
      `mcts: the evaluator gives priors of sum ${sum}, the least ${Math.min(...shares)}; expected probabilities. Take the softmax of logits first.`,
    );
  }
  return shares.map((share) => share / sum);
}

function number(noun: string, index: number, value: number | undefined): number {
  if (!Number.isFinite(value)) {
    throw new RangeError(
      `mcts: the evaluator gives ${value} for ${noun} ${index}; expected a finite number. Look at what it was given.`,
    );
  }
  return value as number;
}
