import type { UltimateState } from "@vlm/games";
import type { Random } from "@vlm/types";
import { choose } from "../choose.js";
import { writeAnswer } from "../protocol.js";
import { judge } from "../question.js";
import { prompt } from "./prompt.js";
import type { UltimateScene } from "./scene.js";
import { at } from "./square.js";
import { type Grid, gridOf } from "./symbols.js";
import type { UltimateQuestion } from "./task.js";

const BOARDS: readonly number[] = [0, 1, 2, 3, 4, 5, 6, 7, 8];

/** What stands on one board? Classes: `"X.O/.../.X."`. */
export function stateQuestion({ id, state }: UltimateScene, board: number): UltimateQuestion {
  const grid = gridOf(state.cells, board);
  const truth = classOf(grid);
  return {
    id: `${id}/STATE`,
    task: "STATE",
    messages: prompt(`Read board ${at(board)}. Give its three rows of "X", "O" or "." for empty.`),
    reference: writeAnswer({ target_global: [Math.floor(board / 3), board % 3], grid_matrix: grid }),
    truth,
    score: (text) => judge(text, truth, ({ grid_matrix: matrix }) => (isGrid(matrix) ? classOf(matrix) : null)),
  };
}

/** A board to ask about: half the time the allowed board, if there is one; otherwise one with marks on it, if there is one. */
export function stateTarget({ cells, forced }: UltimateState, random: Random): number {
  if (forced >= 0 && random() < 0.5) return forced;
  const populated = BOARDS.filter((board) => cells.subarray(9 * board, 9 * board + 9).some((cell) => cell !== 0));
  return choose(populated.length > 0 ? populated : BOARDS, random);
}

function isGrid(value: unknown): value is Grid {
  return isThree(value) && value.every((row) => isThree(row) && row.every((symbol) => isSymbol(symbol)));
}

function isThree(value: unknown): value is readonly unknown[] {
  return Array.isArray(value) && value.length === 3;
}

function isSymbol(value: unknown): boolean {
  return value === "X" || value === "O" || value === ".";
}

function classOf(grid: Grid): string {
  return grid.map((row) => row.join("")).join("/");
}
