import type { TicTacToeState } from "@vlm/games";
import type { Random } from "@vlm/types";
import { choose } from "../choose.js";
import { SQUARES } from "../grid.js";
import { pythonJson } from "../json.js";
import { judgeObject } from "../question.js";
import type { TicTacToePosition } from "./position.js";
import { prompt } from "./prompt.js";
import { at } from "./state-text.js";
import type { TicTacToeQuestion } from "./task.js";

const STATES = ["Empty", "x", "o"] as const;

/** May the player to move play there? Classes: `"true"` and `"false"`. */
export function legalityQuestion({ id, state, shown }: TicTacToePosition, cell: number): TicTacToeQuestion {
  const taken = STATES[state.cells[cell]!]!;
  const legal = taken === "Empty";
  const truth = String(legal);
  return {
    id: `${id}/LEGALITY`,
    task: "LEGALITY",
    messages: prompt(
      `May the player to move play ${at(cell)}? First say what is on the square, then answer.`,
      state,
      shown,
    ),
    reference: pythonJson({
      step_1_square_state: taken,
      is_legal: legal,
      reason: legal ? "The square is empty." : `The square is taken by ${taken}.`,
    }),
    truth,
    score: (text) =>
      judgeObject(text, truth, ({ is_legal: said }) => (typeof said === "boolean" ? String(said) : null)),
  };
}

/** A square to ask about: taken or empty, equally likely where there are both. */
export function legalityTarget({ cells }: TicTacToeState, random: Random): number {
  const isTaken = random() < 0.5;
  const wanted = SQUARES.filter((cell) => (cells[cell] !== 0) === isTaken);
  return choose(wanted.length > 0 ? wanted : SQUARES, random);
}
