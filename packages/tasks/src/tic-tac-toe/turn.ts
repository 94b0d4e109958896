import { pythonJson } from "../json.js";
import { judgeObject } from "../question.js";
import type { TicTacToePosition } from "./position.js";
import { prompt } from "./prompt.js";
import { markOf } from "./state-text.js";
import type { TicTacToeQuestion } from "./task.js";

/** Who moves? The marks tell, as x begins. Classes: `"x"` and `"o"`. */
export function turnQuestion({ id, state, shown }: TicTacToePosition): TicTacToeQuestion {
  const truth = markOf(state.player);
  const count = (mark: number): number => state.cells.filter((cell) => cell === mark).length;
  return {
    id: `${id}/TURN`,
    task: "TURN",
    messages: prompt("x began. How many marks has each, and whose turn is it?", state, shown),
    reference: pythonJson({ x: count(1), o: count(2), turn: truth }),
    truth,
    score: (text) => judgeObject(text, truth, ({ turn }) => (turn === "x" || turn === "o" ? turn : null)),
  };
}
