import { ultimateTicTacToe as game, type UltimateState } from "@vlm/games";
import type { SearchResult } from "@vlm/mcts";
import type { Random } from "@vlm/types";
import { randomOf } from "../random.js";
import { randomPositionsOf } from "../random-positions.test.kit.js";
import { type Rotation, row, type UltimateRow } from "./row.js";

export const rotations: readonly Rotation[] = [0, 90, 180, 270];

/** Unfinished positions from all stages of uniformly random games. */
export function randomPositions(count: number, seed: string): readonly UltimateState[] {
  return randomPositionsOf(game, count, seed);
}

/** A flat Monte Carlo search: each action's value is the mean return of random games after it. */
export function flatSearch(
  state: UltimateState,
  random: Random,
  { playouts = 1 }: { readonly playouts?: number } = {},
): SearchResult<number> {
  const actions = game.actions(state).map((action) => {
    const after = game.play(state, action);
    let total = 0;
    for (let index = 0; index < playouts; index++) total += game.playout!(after, random)[state.player]!;
    return { action, visits: playouts, value: total / playouts, proven: null };
  });
  const best = actions.reduce((a, b) => (b.value > a.value ? b : a));
  return { best: best.action, value: best.value, simulations: playouts * actions.length, actions };
}

export interface RandomRow {
  readonly state: UltimateState;
  readonly search: SearchResult<number>;
  readonly row: UltimateRow;
}

/** Rows of random positions, their rotations in turn. */
export function randomRows(count: number, seed: string): readonly RandomRow[] {
  const random = randomOf(`${seed}/search`);
  return randomPositions(count, seed).map((state, index) => {
    const search = flatSearch(state, random);
    const rotation = rotations[index % 4]!;
    const image = Uint8Array.of(index & 255);
    return {
      state,
      search,
      row: row({ id: `r${index}`, game: index % 7, ply: index, state, search, rotation, image }),
    };
  });
}
