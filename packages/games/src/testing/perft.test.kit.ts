import type { Game } from "@vlm/types";

/** How many lines of play of 1, 2, … `depths` actions there are, by states. */
export function perft<State>(game: Game<State, number>, state: State, depths: number): number[] {
  const counts = Array.from({ length: depths }, () => 0);
  const visit = (here: State, depth: number): void => {
    const legal = game.actions(here);
    counts[depth]! += legal.length;
    if (depth + 1 < depths) for (const action of legal) visit(game.play(here, action), depth + 1);
  };
  visit(state, 0);
  return counts;
}

/** The plies that a position replays for each line; the ones before are played on states, as a position cannot step back. */
const REPLAYED = 3;
const MOST_ACTIONS = 81;

/** The same by a position, several times as fast. */
export function perftByPosition<State>(game: Game<State, number>, state: State, depths: number): number[] {
  const counts = Array.from({ length: depths }, () => 0);
  const position = game.position!();
  const actions = new Int32Array(MOST_ACTIONS * depths);
  const line: number[] = [];
  const visitPosition = (depth: number): void => {
    const first = MOST_ACTIONS * depth;
    const legal = position.actions(actions, first);
    counts[depth]! += legal;
    if (depth + 1 === depths) return;
    for (let nth = 0; nth < legal; nth++) {
      position.rewind();
      for (const action of line) position.play(action);
      const action = actions[first + nth]!;
      position.play(action);
      line.push(action);
      visitPosition(depth + 1);
      line.pop();
    }
  };
  const visit = (here: State, depth: number): void => {
    if (depths - depth <= REPLAYED) {
      position.reset(here);
      visitPosition(depth);
      return;
    }
    const legal = game.actions(here);
    counts[depth]! += legal.length;
    for (const action of legal) visit(game.play(here, action), depth + 1);
  };
  visit(state, 0);
  return counts;
}
