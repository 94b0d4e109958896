import type { Random } from "@vlm/types";
import { chooseWeighted } from "../choose.js";
import type { Shown } from "../shown.js";
import { checkQuestion } from "./check.js";
import { legalityQuestion, legalityTarget } from "./legality.js";
import { materialQuestion } from "./material.js";
import { bestMoveQuestion } from "./move.js";
import { type ChessRow, chessStateOf } from "./row.js";
import { squareQuestion, squareTarget } from "./square-question.js";
import { stateQuestion } from "./state.js";
import { type ChessQuestion, type ChessTask, chessTasks } from "./task.js";
import { threatsQuestion } from "./threats.js";

/** In percent. FEN needs no reading. */
const WEIGHTS: Readonly<Record<Shown, Readonly<Record<ChessTask, number>>>> = {
  picture: { STATE: 35, SQUARE: 15, LEGALITY: 10, CHECK: 5, THREATS: 10, MATERIAL: 5, MOVE: 20 },
  text: { STATE: 0, SQUARE: 10, LEGALITY: 15, CHECK: 10, THREATS: 10, MATERIAL: 5, MOVE: 50 },
};

export interface ChessDrawOptions {
  /** Asked for by name; default: drawn by weight among those that the row can answer. */
  readonly task?: ChessTask;
  /** Default: the picture where the row has one. */
  readonly shown?: Shown;
  /** Have reasons before a move. */
  readonly thinking?: boolean;
}

/** A question about the row, drawn anew at every call. */
export function drawChessQuestion(
  row: ChessRow,
  random: Random,
  { shown = shownOf(row), task = drawTask(row, shown, random), thinking = false }: ChessDrawOptions = {},
): ChessQuestion {
  const scene = { id: row.id, state: chessStateOf(row), shown, bottom: row.bottom };
  switch (task) {
    case "STATE":
      return stateQuestion(scene);
    case "SQUARE":
      return squareQuestion(scene, squareTarget(scene.state, random));
    case "LEGALITY":
      return legalityQuestion(scene, legalityTarget(scene.state, random));
    case "CHECK":
      return checkQuestion(scene);
    case "THREATS":
      return threatsQuestion(scene);
    case "MATERIAL":
      return materialQuestion(scene);
    case "MOVE":
      return bestMoveQuestion(row, { shown, thinking, bottom: row.bottom });
    default:
      throw new Error(
        `tasks.drawChessQuestion: unknown task ${JSON.stringify(task)}; expected one of ${chessTasks.join(", ")}. Correct its name.`,
      );
  }
}

/** Whether the task is asked of a row without naming it. */
export function isChessAsked(task: ChessTask, row: ChessRow, shown: Shown = shownOf(row)): boolean {
  if (task === "MOVE" && row.best_move === null) return false;
  if (task === "LEGALITY" && row.legal_moves.length === 0) return false;
  return WEIGHTS[shown][task] > 0;
}

function drawTask(row: ChessRow, shown: Shown, random: Random): ChessTask {
  const weights = { ...WEIGHTS[shown] };
  for (const task of chessTasks) if (!isChessAsked(task, row, shown)) weights[task] = 0;
  return chooseWeighted(weights, random);
}

function shownOf(row: ChessRow): Shown {
  return row.image === null ? "text" : "picture";
}
