import { type ChessState, chess } from "@vlm/games";
import { type SearchResult, search } from "@vlm/mcts";
import { choose } from "../choose.js";
import { randomOf } from "../random.js";
import { randomSearch } from "../random-positions.test.kit.js";
import { type ChessRow, chessRow } from "./row.js";

export interface RandomCase {
  readonly state: ChessState;
  /** The positions before it that it could repeat. */
  readonly earlier: readonly ChessState[];
  readonly search: SearchResult<number>;
}

/** Unfinished positions from all stages of random games, every fourth searched, the others with any best move. */
export function randomCases(count: number, name: string): readonly RandomCase[] {
  const random = randomOf(name);
  const cases: RandomCase[] = [];
  while (cases.length < count) {
    const states = [chess.start()];
    while (chess.result(states.at(-1)!) === null && cases.length < count) {
      const state = states.at(-1)!;
      // Neighbours in a game are alike: keep one in eight.
      if (random() < 1 / 8) {
        const isSearched = cases.length % 4 === 0;
        const found = isSearched
          ? search(chess, state, { simulations: 40, seed: cases.length })
          : randomSearch(chess, state, random);
        cases.push({ state, earlier: states.slice(-1 - state.halfmoves, -1), search: found });
      }
      states.push(chess.play(state, choose(chess.actions(state), random)));
    }
  }
  return cases;
}

export interface RandomRow extends RandomCase {
  readonly row: ChessRow;
}

/** Rows of random cases: every other with a picture, every third seen from black's side, every fifth without a search. */
export function randomRows(count: number, name: string): readonly RandomRow[] {
  return randomCases(count, name).map((one, index) => {
    const source = { id: `c${index}`, game: index % 7, ply: index, state: one.state };
    const image = index % 2 === 0 ? Uint8Array.of(index & 255) : null;
    const bottom = index % 3 === 0 ? "black" : "white";
    return { ...one, row: chessRow({ ...source, image, bottom, search: index % 5 === 0 ? null : one.search }) };
  });
}
