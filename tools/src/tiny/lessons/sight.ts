import type { Scene } from "../pictures/scene.js";
import { isShaded, litBlock } from "./reading.js";

/** How many answers there are to each fact about a cell, in the order of `cellFacts`. */
export const answersOf = [3, 3, 3, 3, 3, 2, 2] as const;

/**
 * What each cell of a picture shows, [cells, 7], cells row by row: its mark, its block's row and column, its own row and
 * column in the block, whether the block is highlighted, and whether it is shaded.
 */
export function cellFacts(scene: Scene): Int32Array {
  const { board, blocksAcross } = scene;
  const lit = litBlock(scene);
  const facts = Array.from(board.marks, (mark, index) => {
    const [row, column] = [Math.floor(index / board.columns), index % board.columns];
    const [blockRow, blockColumn] = [Math.floor(row / 3), Math.floor(column / 3)];
    const block = blocksAcross * blockRow + blockColumn;
    return [mark, blockRow, blockColumn, row % 3, column % 3, Number(block === lit), Number(isShaded(scene, block))];
  });
  return Int32Array.from(facts.flat());
}
