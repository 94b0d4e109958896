import { type UltimateState, ultimateTicTacToe } from "@vlm/games";
import type { Message } from "@vlm/types";
import { withoutFinalMove } from "../final-move.js";
import { readAnswer, writeAnswer } from "../protocol.js";
import { judge } from "../question.js";
import { regret } from "../regret.js";
import { allowedPlace } from "./allowed-square.js";
import { prompt } from "./prompt.js";
import { searchOfRow, stateOf, type UltimateRow } from "./row.js";
import { actionOf, at, placeOf, readSquare, squareOf } from "./square.js";
import { gridOf, markOf } from "./symbols.js";
import type { UltimateQuestion } from "./task.js";

/** What is the best move? Classes: `"(1,1)/(0,2)"`. */
export function bestMoveQuestion(row: UltimateRow): UltimateQuestion {
  const state = stateOf(row);
  const truth = ultimateTicTacToe.write(actionOf(row.best_move));
  return {
    id: `${row.id}/MOVE`,
    task: "MOVE",
    messages: moveQuestion(state),
    reference: writeAnswer({
      allowed_square: allowedPlace(state.forced),
      thinking: `${scan(state)} ${withoutFinalMove(row.chain_of_thought)}`,
      best_move: { ...row.best_move },
    }),
    truth,
    score(text) {
      const outcome = judge(text, truth, predictedClass);
      const action = readMove(text, state);
      return {
        ...outcome,
        legal: action !== null,
        agrees: outcome.correct,
        action,
        regret: regret(searchOfRow(row), action),
      };
    },
  };
}

/** The messages that ask for a move in a position; no answer need be known. */
export function moveQuestion(state: UltimateState): readonly Message[] {
  return prompt(`Player ${markOf(state.player)} moves. Find the green board, then give the best move.`);
}

/** Answers whose move is legal: JSON of a schema, as Python's json.dumps writes it, between two texts. */
export interface LegalAnswer {
  readonly before: string;
  readonly schema: object;
  readonly after: string;
}

/** What an answer to `moveQuestion` may be for `readMove` to find a legal action in it; its thinking is free. */
export function legalAnswer(state: UltimateState): LegalAnswer {
  const [before, after] = writeAnswer({}).split("{}") as [string, string];
  const boards = [0, 1, 2, 3, 4, 5, 6, 7, 8].map(placeOf);
  const properties = {
    allowed_square: { enum: [null, ...boards] },
    // Without the letters that would end the answer.
    thinking: { type: "string", pattern: "^[^_]*$" },
    best_move: { enum: ultimateTicTacToe.actions(state).map(squareOf) },
  };
  return { before, schema: { type: "object", properties, required: Object.keys(properties) }, after };
}

/** The legal action that the answer names, or null. Never throws. */
export function readMove(text: string, state: UltimateState): number | null {
  const { json } = readAnswer(text);
  const action = json === null ? null : readSquare(json.best_move);
  return action !== null && ultimateTicTacToe.actions(state).includes(action) ? action : null;
}

function predictedClass(answer: Readonly<Record<string, unknown>>): string | null {
  const action = readSquare(answer.best_move);
  return action === null ? null : ultimateTicTacToe.write(action);
}

/** The allowed board read aloud, row by row, with its empty squares. */
function scan({ cells, forced }: UltimateState): string {
  if (forced < 0) return "No board is green.";
  const rows = gridOf(cells, forced).map((symbols) => symbols.join(" "));
  const empty = [0, 1, 2, 3, 4, 5, 6, 7, 8].filter((cell) => cells[9 * forced + cell] === 0).map(at);
  return `Board ${at(forced)}: ${rows.join(" / ")} | empty ${empty.join(", ")}.`;
}
