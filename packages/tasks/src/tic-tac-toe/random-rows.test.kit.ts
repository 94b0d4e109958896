import { type TicTacToeState, ticTacToe } from "@vlm/games";
import { type SearchResult, search } from "@vlm/mcts";
import { randomOf } from "../random.js";
import { randomPositionsOf, randomSearch } from "../random-positions.test.kit.js";
import { type TicTacToeRow, ticTacToeRow } from "./row.js";

export interface RandomCase {
  readonly state: TicTacToeState;
  readonly search: SearchResult<number>;
}

/** Random positions, half of them searched in earnest, the others not at all. */
export function randomCases(count: number, name: string): readonly RandomCase[] {
  const random = randomOf(`${name}/search`);
  return randomPositionsOf(ticTacToe, count, name).map((state, seed) => ({
    state,
    search:
      seed % 2 === 0 ? search(ticTacToe, state, { simulations: 300, seed }) : randomSearch(ticTacToe, state, random),
  }));
}

export interface RandomRow extends RandomCase {
  readonly row: TicTacToeRow;
}

/** Rows of random cases, every other with a picture. */
export function randomRows(count: number, name: string): readonly RandomRow[] {
  return randomCases(count, name).map(({ state, search }, index) => {
    const image = index % 4 < 2 ? Uint8Array.of(index & 255) : null;
    return { state, search, row: ticTacToeRow({ id: `t${index}`, game: index % 7, ply: index, state, search, image }) };
  });
}
