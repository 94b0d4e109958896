import { completions } from "../grid.js";
import { pythonJson } from "../json.js";
import { judgeObject } from "../question.js";
import type { TicTacToePosition } from "./position.js";
import { prompt } from "./prompt.js";
import type { TicTacToeQuestion } from "./task.js";

/** Which squares would complete a row, for each mark? Classes: `"x 2,4 o none"`, squares counting 3 × row + column. */
export function threatsQuestion({ id, state, shown }: TicTacToePosition): TicTacToeQuestion {
  const [x, o] = [completions(state.cells, 0, 1), completions(state.cells, 0, 2)];
  const truth = classOf(x, o);
  return {
    id: `${id}/THREATS`,
    task: "THREATS",
    messages: prompt("Which empty squares would give x three in a row, and which o?", state, shown),
    reference: pythonJson({ x: x.map(pairOf), o: o.map(pairOf) }),
    truth,
    score: (text) =>
      judgeObject(text, truth, (answer) => {
        const [xs, os] = [readCells(answer.x), readCells(answer.o)];
        return xs === null || os === null ? null : classOf(xs, os);
      }),
  };
}

function classOf(x: readonly number[], o: readonly number[]): string {
  return `x ${x.join() || "none"} o ${o.join() || "none"}`;
}

function pairOf(cell: number): readonly [number, number] {
  return [Math.floor(cell / 3), cell % 3];
}

/** The cells of a list of pairs, each once, ascending; null where it is no such list. */
function readCells(value: unknown): readonly number[] | null {
  if (!Array.isArray(value)) return null;
  const cells = new Set<number>();
  for (const pair of value as readonly unknown[]) {
    if (!Array.isArray(pair) || pair.length !== 2 || !pair.every(isCoordinate)) return null;
    const [row, column] = pair as [number, number];
    cells.add(3 * row + column);
  }
  return [...cells].sort((a, b) => a - b);
}

function isCoordinate(value: unknown): boolean {
  return value === 0 || value === 1 || value === 2;
}
