import type { Scene } from "../pictures/scene.js";

/** How many answers there are to each fact about a cell, in the order of `cellFacts`. */
export const answersOf = [3, 3, 3, 3, 3, 2, 2] as const;

/**
 * What each cell of a picture shows, [cells, 7], cells row by row: its mark, its block's row and column, its own row and
 * column in the block, whether the block is highlighted, and whether it is shaded.
 */
export function cellFacts({ board, blocksAcross }: Scene): Int32Array {
  const facts = Array.from(board.marks, (mark, index) => {
    const [row, column] = [Math.floor(index / board.columns), index % board.columns];
    const [blockRow, blockColumn] = [Math.floor(row / 3), Math.floor(column / 3)];
    const block = blocksAcross * blockRow + blockColumn;
    const lit = Number(board.highlighted?.includes(block) ?? false);
    const shaded = Number((board.closed?.[block] ?? 0) > 0);
    return [mark, blockRow, blockColumn, row % 3, column % 3, lit, shaded];
  });
  return Int32Array.from(facts.flat());
}
