import type { Random } from "@vlm/types";
import { chooseWeighted } from "../choose.js";
import type { Shown } from "../shown.js";
import { legalityQuestion, legalityTarget } from "./legality.js";
import { bestMoveQuestion } from "./move.js";
import { type TicTacToeRow, ticTacToeStateOf } from "./row.js";
import { stateQuestion } from "./state.js";
import { type TicTacToeQuestion, type TicTacToeTask, ticTacToeTasks } from "./task.js";
import { threatsQuestion } from "./threats.js";
import { turnQuestion } from "./turn.js";

/** In percent. A board in words needs no reading. */
const WEIGHTS: Readonly<Record<Shown, Readonly<Record<TicTacToeTask, number>>>> = {
  picture: { MOVE: 40, STATE: 20, LEGALITY: 15, TURN: 10, THREATS: 15 },
  text: { MOVE: 60, STATE: 0, LEGALITY: 15, TURN: 10, THREATS: 15 },
};

export interface TicTacToeDrawOptions {
  /** Asked for by name; default: drawn by weight. */
  readonly task?: TicTacToeTask;
  /** Default: the picture where the row has one. */
  readonly shown?: Shown;
  /** Have reasons before a move. */
  readonly thinking?: boolean;
}

/** A question about the row, drawn anew at every call. */
export function drawTicTacToeQuestion(
  row: TicTacToeRow,
  random: Random,
  {
    shown = row.image === null ? "text" : "picture",
    task = chooseWeighted(WEIGHTS[shown], random),
    thinking = false,
  }: TicTacToeDrawOptions = {},
): TicTacToeQuestion {
  const position = { id: row.id, state: ticTacToeStateOf(row), shown };
  switch (task) {
    case "MOVE":
      return bestMoveQuestion(row, { shown, thinking });
    case "STATE":
      return stateQuestion(position);
    case "LEGALITY":
      return legalityQuestion(position, legalityTarget(position.state, random));
    case "TURN":
      return turnQuestion(position);
    case "THREATS":
      return threatsQuestion(position);
    default:
      throw new Error(
        `tasks.drawTicTacToeQuestion: unknown task ${JSON.stringify(task)}; expected one of ${ticTacToeTasks.join(", ")}. Correct its name.`,
      );
  }
}
