import { canonicalKey, ultimateTicTacToe as game, rotate, rotateAction, type UltimateState } from "@vlm/games";
import { selfPlay } from "@vlm/mcts";
import { themes, ultimateTicTacToeBoard } from "@vlm/render";
import type { Chance } from "../chance.js";
import { look, type Scene } from "./scene.js";

/** A position of a game of the search against itself, and its best move there. */
export interface PlayedPosition {
  readonly state: UltimateState;
  readonly best: number;
}

export interface PlayOptions {
  readonly games: number;
  readonly simulations: number;
  readonly seed: number;
  /** Keys of `canonicalKey` that must not be met: positions of the test, in all eight symmetries. */
  readonly without: ReadonlySet<string>;
}

/** Positions of self-play: the search against itself, with a random move in four so that no two games are alike. */
export function playPositions({ games, simulations, seed, without }: PlayOptions): readonly PlayedPosition[] {
  return Array.from(selfPlay(game, { games, simulations, epsilon: 0.25, seed }))
    .map(({ state, search }) => ({ state, best: search.best }))
    .filter(({ state }) => !without.has(canonicalKey(state)));
}

/** One of the positions as a picture, turned at random as its labels are; one in two in the demo's exact colors. */
export function positionScene(chance: Chance, positions: readonly PlayedPosition[]): Scene {
  const { state, best } = chance.pick(positions);
  const turns = chance.below(4);
  const seen = rotate(state, turns);
  const action = rotateAction(best, turns);
  const board = ultimateTicTacToeBoard(seen);
  const theme = chance.maybe(0.5) ? chance.pick(Object.values(themes)) : look(chance, "green");
  return {
    board: { ...board, block: 3 },
    theme,
    highlight: seen.forced >= 0 ? "green" : null,
    blocksAcross: 3,
    turn: { mark: seen.player === 0 ? "X" : "O", block: Math.floor(action / 9), cell: action % 9 },
  };
}
