import { type ChessState, chess, readFen, writeFen } from "@vlm/games";
import { choose } from "../choose.js";
import { type Counterfactual, paired } from "../counterfactual.js";
import { randomOf } from "../random.js";
import type { Shown } from "../shown.js";
import { checkQuestion } from "./check.js";
import { legalityQuestion } from "./legality.js";
import { materialQuestion } from "./material.js";
import type { ChessColor } from "./piece.js";
import type { ChessScene } from "./scene.js";
import { fromOf, SQUARES, toOf } from "./square.js";
import { squareQuestion } from "./square-question.js";
import { stateQuestion } from "./state.js";
import type { ChessQuestion, ChessTask } from "./task.js";
import { threatsQuestion } from "./threats.js";

export interface ChessCounterfactualOptions {
  /** What shall stand on the square, in the codes of `ChessState`; default: drawn among all that may. */
  readonly piece?: number;
  readonly seed?: number;
  /** The questions' ids begin with it. */
  readonly id?: string;
  readonly shown?: Shown;
  readonly bottom?: ChessColor;
}

/**
 * The position with another piece, or none, on one square; all that no picture shows stays as it is.
 *
 * Null where no other possible, unfinished position differs in this square alone, as on a king's. Possible is what `readFen`
 * takes. Questions about the best move are left out, as only a search could answer them.
 */
export function chessCounterfactual(
  state: ChessState,
  square: number,
  { piece, seed = 0, id = "counterfactual", shown = "picture", bottom = "white" }: ChessCounterfactualOptions = {},
): Counterfactual<ChessState, ChessTask> | null {
  if (!SQUARES.includes(square) || chess.result(state) !== null) {
    throw new Error(
      `tasks.chessCounterfactual: square ${square} of ${writeFen(state)}; expected one of 0 to 63, and an unfinished game. ` +
        "Take a position that can still be played.",
    );
  }
  const others = PIECES.filter((other) => other !== state.squares[square] && (piece ?? other) === other)
    .map((other) => changed(state, square, other))
    .filter((other) => other !== null);
  if (others.length === 0) return null;
  const after = choose(others, randomOf(`${seed}/${writeFen(state)}/${square}`));
  const moves = [...new Set([...chess.actions(state), ...chess.actions(after)])]
    // With another piece there, a move to a last rank might be one without the promotion that it needs, or with one.
    .filter((action) => fromOf(action) !== square || (toOf(action) >> 3) % 7 !== 0)
    .sort((a, b) => a - b);
  const how = { shown, bottom };
  return {
    square,
    before: state,
    after,
    questions: paired(
      questions({ id: `${id}/before`, state, ...how }, moves),
      questions({ id: `${id}/after`, state: after, ...how }, moves),
    ),
  };
}

/** An empty square, and all pieces but kings. */
const PIECES = [0, 1, 2, 3, 4, 5, 7, 8, 9, 10, 11];

function changed(before: ChessState, square: number, piece: number): ChessState | null {
  const squares = before.squares.slice();
  squares[square] = piece;
  const fen = writeFen({ ...before, squares });
  const { state } = readFen(fen);
  // Reading drops an en passant square that has lost its use, and then more than the square would differ.
  if (state === null || writeFen(state) !== fen) return null;
  return chess.result(state) === null ? state : null;
}

/** Everything that the rules alone can answer. */
function questions(scene: ChessScene, moves: readonly number[]): readonly ChessQuestion[] {
  const at = (name: string): ChessScene => ({ ...scene, id: `${scene.id}/${name}` });
  return [
    stateQuestion(scene),
    checkQuestion(scene),
    threatsQuestion(scene),
    materialQuestion(scene),
    ...SQUARES.map((square) => squareQuestion(at(`${square}`), square)),
    ...moves.map((action) => legalityQuestion(at(chess.write(action)), action)),
  ];
}
