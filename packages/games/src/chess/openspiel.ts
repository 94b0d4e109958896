import { chess } from "./game.js";
import { BISHOP, BLACK, KING, KNIGHT, QUEEN, ROOK } from "./piece.js";
import { readSan, writeSan } from "./san.js";
import type { ChessState } from "./state.js";

/** 73 numbers for each square: 9 promotions to less than a queen, 56 moves of a queen, 8 of a knight. */
const PER_SQUARE = 73;
const PROMOTIONS = 9;
const QUEEN_SIDE_CASTLING = 4672;
const KING_SIDE_CASTLING = 4673;
const LESSER_PIECES: readonly number[] = [ROOK, BISHOP, KNIGHT];
/** Files of a promotion, from the mover's view. */
const ASIDE: readonly number[] = [0, 1, -1];
/** Files and ranks of a knight's moves. */
const KNIGHT_MOVES: readonly string[] = ["-2,-1", "-2,1", "-1,-2", "-1,2", "2,-1", "2,1", "1,-2", "1,2"];

/** A decision of OpenSpiel's chess, whose player 0 is black and player 1 white. */
export interface OpenSpielMove {
  /** 0 to 4673. */
  readonly action: number;
  /** Standard algebraic notation. */
  readonly text: string;
}

/** A game's actions, from the start or another state, as OpenSpiel's. */
export function chessToOpenSpiel(actions: readonly number[], from: ChessState = chess.start()): OpenSpielMove[] {
  let state = from;
  return actions.map((action, index) => {
    if (!chess.actions(state).includes(action)) throw illegal("chessToOpenSpiel", `action ${action}`, index);
    const move = { action: encode(action, state), text: writeSan(action, state) };
    state = chess.play(state, action);
    return move;
  });
}

/** A game's actions, from the start or another state, from OpenSpiel's numbers or texts. */
export function chessFromOpenSpiel(moves: readonly (number | string)[], from: ChessState = chess.start()): number[] {
  let state = from;
  return moves.map((move, index) => {
    const legal = chess.actions(state);
    const found =
      typeof move === "number"
        ? legal.find((action) => encode(action, state) === move)
        : legal.find((action) => action === readSan(move, state));
    if (found === undefined) throw illegal("chessFromOpenSpiel", `move ${JSON.stringify(move)}`, index);
    state = chess.play(state, found);
    return found;
  });
}

/** MoveToAction of open_spiel/games/chess/chess.cc: by file, then rank, seen from the mover's side. */
function encode(action: number, { squares, player }: ChessState): number {
  const side = player === 0 ? 0 : 7;
  const [from, to] = [action & 63, (action >> 6) & 63];
  const promotion = action >> 12;
  const files = (to & 7) - (from & 7);
  const ranks = ((to >> 3) ^ side) - ((from >> 3) ^ side);
  if (squares[from] === BLACK * player + KING && Math.abs(files) === 2) {
    return files > 0 ? KING_SIDE_CASTLING : QUEEN_SIDE_CASTLING;
  }
  const origin = PER_SQUARE * (8 * (from & 7) + ((from >> 3) ^ side));
  if (promotion !== 0 && promotion !== QUEEN) {
    return origin + 3 * LESSER_PIECES.indexOf(promotion) + ASIDE.indexOf(files);
  }
  return origin + PROMOTIONS + destination(files, ranks);
}

/** 14 numbers for each of a queen's lines, then a knight's moves. */
function destination(files: number, ranks: number): number {
  const along = (distance: number): number => distance + (distance > 0 ? 6 : 7);
  if (files === 0) return along(ranks);
  if (ranks === 0) return 14 + along(files);
  if (files === ranks) return 28 + along(files);
  if (files === -ranks) return 42 + along(files);
  return 56 + KNIGHT_MOVES.indexOf(`${files},${ranks}`);
}

function illegal(caller: string, what: string, index: number): RangeError {
  return new RangeError(
    `games.${caller}: ${what} at index ${index} is illegal there; expected a game from the given state, move by move. Check the list up to that index.`,
  );
}
