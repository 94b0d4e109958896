import type { Game, Random } from "@vlm/types";
import type { Evaluator } from "./evaluator.js";
import { prove } from "./prove.js";
import { select } from "./select.js";
import type { Tree } from "./tree.js";

export interface Simulation<State, Action> {
  readonly game: Game<State, Action>;
  readonly tree: Tree<State, Action>;
  readonly evaluator: Evaluator<State>;
  readonly explorationConstant: number;
  readonly solve: boolean;
  readonly random: Random;
}

/**
 * One simulation: descend to a node that was never visited or whose outcome is known, evaluate it, and credit every node
 * on the way with the return of the player who moved there. A node gets its children at its second visit.
 */
export function simulate<State, Action>(simulation: Simulation<State, Action>): void {
  const { game, tree, evaluator, explorationConstant, solve, random } = simulation;
  let node = 0;
  let length = 1;
  while (tree.visits[node]! > 0 && tree.outcome[node] === undefined) {
    if (tree.firstChild[node] === 0) {
      const state = tree.state[node] as State;
      tree.expand(node, game.actions(state), game.turn(state));
    }
    const parent = node;
    node = select(tree, parent, explorationConstant, random);
    tree.step(length++, node);
    if (tree.visits[node] === 0) {
      const action = tree.actions[parent]![tree.choice[node]!]!;
      tree.state[node] = game.play(tree.state[parent] as State, action);
    }
  }
  const state = tree.state[node] as State;
  let returns: readonly number[] | undefined = tree.outcome[node];
  let discovered = false;
  if (returns === undefined) {
    const result = game.result(state);
    if (result !== null) {
      tree.outcome[node] = result;
      discovered = true;
    }
    returns = result ?? evaluator(state, random);
  }
  credit(tree, length, returns);
  if (!discovered) return;
  if (solve) prove(tree, length);
  else if (length > 1) tree.mean[node] = returns[tree.player[tree.path[length - 2]!]!]!;
}

/** Adds the returns to every node of the path, and one visit. */
function credit<State, Action>(tree: Tree<State, Action>, length: number, returns: readonly number[]): void {
  const { path, visits, total, mean, spread } = tree;
  for (let depth = 0; depth < length; depth++) {
    const node = path[depth]!;
    const count = visits[node]! + 1;
    const sum = total[node]! + returns[tree.player[path[depth > 0 ? depth - 1 : 0]!]!]!;
    visits[node] = count;
    total[node] = sum;
    spread[node] = 1 / Math.sqrt(count);
    if (tree.outcome[node] === undefined) mean[node] = sum / count;
  }
}
