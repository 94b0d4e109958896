import type { Game, Random } from "@vlm/types";
import type { ChessEnd } from "./end.js";
import { readFen, START_FEN } from "./fen.js";
import { MOST_MOVES } from "./generate.js";
import type { DrawLimits } from "./limits.js";
import { ChessPosition } from "./position.js";
import { readSan } from "./san.js";
import type { ChessState } from "./state.js";
import { parseUci, writeUci } from "./uci.js";

const CHECKMATE: readonly (readonly number[])[] = [Object.freeze([-1, 1]), Object.freeze([1, -1])];
const DRAW: readonly number[] = Object.freeze([0, 0]);

/** Chess that also tells how a game is over. */
export interface ChessGame extends Game<ChessState, number> {
  /** How the game is over; null while it is on. */
  end(state: ChessState): ChessEnd | null;
  playout(state: ChessState, random: Random): readonly number[];
  position(): ChessPosition;
}

/**
 * Chess with limits of its own for draws. Without options these are OpenSpiel's, where the third repetition and fifty moves
 * end the game unclaimed; `{ repetitions: 5, quietMoves: 75 }` are those at which FIDE's laws end it by themselves.
 */
export function chessWith({ repetitions = 3, quietMoves = 50 }: Partial<DrawLimits> = {}): ChessGame {
  requireLimit("repetitions", repetitions, 2);
  requireLimit("quietMoves", quietMoves, 1);
  const limits = { repetitions, quietMoves };
  // One position serves all calls. States do not change, so that it need not be set up again for the one it holds.
  const position = new ChessPosition(limits);
  let held: ChessState | null = null;
  const returns = new Float64Array(2);
  const list = new Int32Array(MOST_MOVES);

  const hold = (state: ChessState): void => {
    if (state === held) return;
    held = null;
    position.reset(state);
    held = state;
  };
  const actions = (state: ChessState): readonly number[] => {
    hold(state);
    return Array.from(list.subarray(0, position.actions(list, 0)));
  };
  const end = (state: ChessState): ChessEnd | null => {
    hold(state);
    return position.end();
  };
  return {
    name: "chess",
    players: 2,
    start,
    turn: (state) => state.player,
    actions,
    play(state, action) {
      const legal = actions(state);
      if (!legal.includes(action)) throw illegal(action, legal);
      held = null;
      position.play(action);
      held = position.state();
      return held;
    },
    result(state) {
      const how = end(state);
      if (how === null) return null;
      return how === "checkmate" ? CHECKMATE[state.player]! : DRAW;
    },
    write: writeUci,
    read(text, state) {
      const legal = actions(state);
      if (legal.length === 0) return null;
      const action = parseUci(text.trim());
      return action !== null && legal.includes(action) ? action : readSan(text, state);
    },
    playout(state, random) {
      held = null;
      position.reset(state);
      position.playout((count) => Math.floor(random() * count), returns);
      return [returns[0]!, returns[1]!];
    },
    position: () => new ChessPosition(limits),
    end,
  };
}

/**
 * Chess by OpenSpiel's rules, with one action a move: from | to << 6 | promotion << 12, squares 8 × rank + file from a1,
 * promotion 0, or 2 to 5 for knight, bishop, rook, queen. Written in UCI, `"e7e8q"`; read in UCI and SAN. White is player 0.
 *
 * Threefold repetition, fifty quiet moves, dead material and stalemate draw the game by themselves; checkmate comes first.
 */
export const chess: ChessGame = chessWith();

function start(): ChessState {
  return readFen(START_FEN).state!;
}

function illegal(action: number, legal: readonly number[]): RangeError {
  const moves = legal.map(writeUci).join(" ") || "none, as the game is over";
  return new RangeError(
    `games.chess.play: action ${action} is illegal in this state; expected one of: ${moves}. Take an action from actions(state).`,
  );
}

function requireLimit(name: string, value: number, least: number): void {
  if (Number.isInteger(value) && value >= least) return;
  throw new RangeError(
    `games.chessWith: ${name} is ${value}; expected a whole number from ${least}. Leave it out for OpenSpiel's.`,
  );
}
