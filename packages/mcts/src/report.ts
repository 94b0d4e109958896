import { expand } from "./expand.js";
import { finalChoices, meanOf, provenValue } from "./final-choice.js";
import type { SearchedAction, SearchReport } from "./result.js";
import type { Run } from "./run.js";
import { moverOf } from "./tree.js";

/** What the root and its children have to say. Among equally good actions the best is drawn. */
export function report<State, Action>(run: Run<State, Action>, state: State, reused: number): SearchReport<Action> {
  const { game, tree, ground, numbers, settings } = run;
  ground.rewind();
  const simulations = tree.visits[0]! - reused;
  if (tree.firstChild[0] === 0) expand(run, 0, null);
  const choices = finalChoices(tree, 0, settings);
  const chosen = choices[numbers.draw(choices.length)]!;
  const actions = game.actions(state);
  const searched = new Array<SearchedAction<Action>>(actions.length);
  const order = orderOf(run, 0);
  for (const [index, child] of order.entries()) {
    const visits = tree.visits[child]!;
    const proven = provenValue(tree, 0, child);
    const value = proven ?? meanOf(tree, child);
    const one = { action: actions[index]!, visits, value, proven };
    searched[index] = settings.puct ? { ...one, prior: tree.prior[child]! } : one;
  }
  const proven = tree.known[0] === 0 ? null : tree.outcomes.value(tree.known[0]!, moverOf(tree.seat[0]!));
  const principalVariation = variationFrom(run, state, chosen);
  const found = {
    best: actions[order.indexOf(chosen)]!,
    value: proven ?? meanOf(tree, 0),
    simulations,
    actions: searched,
    proven,
    reused,
    nodes: tree.size,
    principalVariation,
  };
  // A root that was never visited is a leaf still.
  if (tree.visits[0] === 0) tree.clear();
  return found;
}

/** From the root through the chosen child, then by final choice as far as the tree was visited. */
function variationFrom<State, Action>(run: Run<State, Action>, state: State, chosen: number): Action[] {
  const { game, tree, ground, settings } = run;
  const variation: Action[] = [];
  let current = state;
  let node = 0;
  let next = chosen;
  for (;;) {
    const action = game.actions(current)[orderOf(run, node).indexOf(next)]!;
    variation.push(action);
    if (tree.firstChild[next]! <= 0) return variation;
    current = game.play(current, action);
    ground.play(tree.action[next]!, next);
    node = next;
    next = finalChoices(tree, node, settings)[0]!;
    if (tree.visits[next] === 0) return variation;
  }
}

/** The children of the node where the ground stands, in the game's order. */
export function orderOf<State, Action>({ tree, ground }: Run<State, Action>, node: number): number[] {
  const first = tree.firstChild[node]!;
  const count = tree.childCount[node]!;
  const legal = new Int32Array(count);
  ground.actions(legal, 0);
  const { action } = tree;
  const order = new Array<number>(count);
  for (let index = 0; index < count; index++) {
    let child = first;
    while (action[child] !== legal[index]) child++;
    order[index] = child;
  }
  return order;
}
