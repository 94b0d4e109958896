import { writeMarks } from "../marks.js";
import type { UltimateState } from "./state.js";

/** The position in OpenSpiel's words, byte for byte: nine lines of marks, whose turn it is, and the forced board. */
export function formatUltimate(state: UltimateState): string {
  const lines: string[] = [];
  for (let row = 0; row < 9; row++) {
    const groups: string[] = [];
    for (let boardColumn = 0; boardColumn < 3; boardColumn++) {
      const first = 9 * (3 * Math.floor(row / 3) + boardColumn) + 3 * (row % 3);
      groups.push(writeMarks(state.cells.subarray(first, first + 3)));
    }
    lines.push(groups.join(" "));
    if (row % 3 === 2) lines.push("");
  }
  lines.push(`Current player: ${state.player}`, `Forced board: ${state.forced < 0 ? "any" : state.forced}`);
  return lines.join("\n");
}
