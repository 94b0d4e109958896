import type { Random } from "@vlm/types";
import { chooseWeighted } from "../choose.js";
import { allowedSquareQuestion } from "./allowed-square.js";
import { legalityQuestion, legalityTarget } from "./legality.js";
import { bestMoveQuestion } from "./move.js";
import { stateOf, type UltimateRow } from "./row.js";
import { stateQuestion, stateTarget } from "./state.js";
import type { UltimateQuestion, UltimateTask } from "./task.js";

/** In percent. A move is asked for only when the picture stands upright. */
const UPRIGHT: Readonly<Record<UltimateTask, number>> = { ALLOWED_SQUARE: 10, MOVE: 50, STATE: 20, LEGALITY: 20 };
const TURNED: Readonly<Record<UltimateTask, number>> = { ALLOWED_SQUARE: 20, MOVE: 0, STATE: 40, LEGALITY: 40 };

export interface DrawOptions {
  /** Asked for by name; default: drawn by weight. */
  readonly task?: UltimateTask;
}

/** A question about the row, drawn anew at every call. */
export function drawQuestion(
  row: UltimateRow,
  random: Random,
  { task = chooseWeighted(row.rotation_angle === 0 ? UPRIGHT : TURNED, random) }: DrawOptions = {},
): UltimateQuestion {
  const scene = { id: row.id, state: stateOf(row) };
  switch (task) {
    case "ALLOWED_SQUARE":
      return allowedSquareQuestion(scene);
    case "MOVE":
      return bestMoveQuestion(row);
    case "STATE":
      return stateQuestion(scene, stateTarget(scene.state, random));
    case "LEGALITY":
      return legalityQuestion(scene, legalityTarget(scene.state, random));
    default:
      throw new Error(
        `tasks.drawQuestion: unknown task ${JSON.stringify(task)}; expected ALLOWED_SQUARE, MOVE, STATE or LEGALITY. Correct its name.`,
      );
  }
}
