import { SQUARES } from "../grid.js";
import { pythonJson } from "../json.js";
import { readObject } from "../protocol.js";
import { judgeObject } from "../question.js";
import type { TicTacToePosition } from "./position.js";
import { prompt } from "./prompt.js";
import type { TicTacToeQuestion } from "./task.js";

/** What stands on the board? Classes: `"x.o/.../.x."`; `squares` counts single ones. */
export function stateQuestion({ id, state, shown }: TicTacToePosition): TicTacToeQuestion {
  const board = Array.from(state.cells, (cell) => ".xo"[cell]!).join("");
  const lines = [0, 3, 6].map((first) => board.slice(first, first + 3));
  const truth = lines.join("/");
  return {
    id: `${id}/STATE`,
    task: "STATE",
    messages: prompt('Give its three rows of "x", "o" or "." for empty.', state, shown),
    reference: pythonJson({ grid_matrix: lines.map((line) => [...line]) }),
    truth,
    score(text) {
      const { json } = readObject(text);
      const read = json === null ? null : readGrid(json.grid_matrix);
      const right = read === null ? 0 : SQUARES.filter((cell) => read[cell] === board[cell]).length;
      return { ...judgeObject(text, truth, ({ grid_matrix: grid }) => classOf(readGrid(grid))), squares: right / 9 };
    },
  };
}

/** Nine symbols, or null where the value is no matrix of them. Marks may be capital, as pictures draw them. */
function readGrid(value: unknown): string | null {
  if (!Array.isArray(value) || value.length !== 3) return null;
  if (!value.every((row) => Array.isArray(row) && row.length === 3 && row.every((mark) => typeof mark === "string"))) {
    return null;
  }
  const symbols = value.flat().map((mark: string) => mark.toLowerCase());
  return symbols.every((symbol) => symbol === "x" || symbol === "o" || symbol === ".") ? symbols.join("") : null;
}

function classOf(board: string | null): string | null {
  return board === null ? null : `${board.slice(0, 3)}/${board.slice(3, 6)}/${board.slice(6)}`;
}
