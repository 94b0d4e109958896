import { writeAnswer } from "../protocol.js";
import { judge } from "../question.js";
import { prompt } from "./prompt.js";
import type { UltimateScene } from "./scene.js";
import { type BoardPlace, placeOf, readBoard } from "./square.js";
import type { UltimateQuestion } from "./task.js";

/** Which board is green? Classes: `"1,2"` or `"null"`. */
export function allowedSquareQuestion({ id, state: { forced } }: UltimateScene): UltimateQuestion {
  const truth = classOf(forced < 0 ? null : forced);
  return {
    id: `${id}/ALLOWED_SQUARE`,
    task: "ALLOWED_SQUARE",
    messages: prompt("Which board is green? Give its row and column, or null if there is none."),
    reference: writeAnswer({ allowed_square: allowedPlace(forced) }),
    truth,
    score: (text) => judge(text, truth, predictedClass),
  };
}

/** The allowed board as answers give it: null when any open one is. */
export function allowedPlace(forced: number): { readonly [Key in keyof BoardPlace]: number } | null {
  return forced < 0 ? null : { ...placeOf(forced) };
}

function predictedClass(answer: Readonly<Record<string, unknown>>): string | null {
  if (answer.allowed_square === null) return classOf(null);
  const board = readBoard(answer.allowed_square);
  return board === null ? null : classOf(board);
}

function classOf(board: number | null): string {
  return board === null ? "null" : `${Math.floor(board / 3)},${board % 3}`;
}
