import type { FrozenLakeState } from "./state.js";

/** By the cell's code. */
const SYMBOLS = "_OG_";
const UNDER_AGENT = "PX√P";

/**
 * The lake in the symbols that agents are prompted with: `P` the agent, `_` ice, `O` a hole, `G` the goal, `X` the agent in a
 * hole, `√` the agent on the goal; a space between cells.
 */
export function observeLake({ rows, columns, cells, agent }: FrozenLakeState): string {
  const symbols = Array.from(cells, (code, cell) => (cell === agent ? UNDER_AGENT : SYMBOLS)[code]);
  return Array.from({ length: rows }, (_, row) => symbols.slice(columns * row, columns * (row + 1)).join(" ")).join(
    "\n",
  );
}
