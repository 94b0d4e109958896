import type { Chance } from "../chance.js";
import { ninth } from "../pictures/place.js";
import type { Scene } from "../pictures/scene.js";
import { anyBlock, blockMarks, isShaded, litBlock, markAt, type Reading, word } from "./reading.js";

export function readCell(scene: Scene, chance: Chance): Reading {
  const { index, row, column, place } = anyBlock(scene, chance);
  const cell = chance.below(9);
  const inner = ninth(cell);
  const question = chance.pick([
    `What is in block ${place}, cell ${inner}?`,
    `Block (${row},${column}), cell ${inner.replace(" ", "")}: what do you see?`,
    `Look at cell ${inner} of block ${place}. What is there?`,
  ]);
  return { question, answer: word(markAt(scene, index, cell)) };
}

/** Several cells of several blocks; half the time with the color of the block. */
export function readCells(scene: Scene, chance: Chance): Reading {
  const colors = chance.maybe(0.5);
  const cells = Array.from({ length: 3 + chance.below(5) }, () => {
    const { index, place } = anyBlock(scene, chance);
    const cell = chance.below(9);
    return { index, cell, place: `${place} ${ninth(cell)}` };
  });
  return {
    question: `Name the cells ${cells.map(({ place }) => place).join("; ")}${colors ? ", with color" : ""}.`,
    answer: cells
      .map(
        ({ index, cell, place }) =>
          `${place}: ${word(markAt(scene, index, cell))}${colors ? `, ${colorOf(scene, index)}` : ""}`,
      )
      .join("\n"),
  };
}

/** One cell with its place and color before what was asked, as one reads who looks first and judges then. */
export function readCellAloud(scene: Scene, chance: Chance): Reading {
  const { index, place } = anyBlock(scene, chance);
  const cell = chance.below(9);
  const mark = markAt(scene, index, cell);
  const seen = `${place} ${ninth(cell)}: ${word(mark)}, ${colorOf(scene, index)}`;
  const [ask, judged] = chance.pick<[string, boolean]>([
    ["is the cell empty?", mark === 0],
    ["is its block colored?", litBlock(scene) === index],
    ["is its block shaded?", isShaded(scene, index)],
    ["is the cell empty and in color?", mark === 0 && litBlock(scene) === index],
  ]);
  return {
    question: `Say what is in block ${place}, cell ${ninth(cell)}, and how the block is colored, then: ${ask}`,
    answer: `${seen}\n${judged ? "yes" : "no"}`,
  };
}

/** What a picture does to a whole block: its color, `"shaded"` or `"no color"`. */
export function colorOf(scene: Scene, block: number): string {
  if (isShaded(scene, block)) return "shaded";
  return litBlock(scene) === block ? scene.highlight! : "no color";
}

export function readSpaces(scene: Scene, chance: Chance): Reading {
  const { index, place } = anyBlock(scene, chance);
  return {
    question: chance.pick([`List the empty cells of block ${place}.`, `Where is space in block ${place}?`]),
    answer: emptyCells(scene, index).map(ninth).join(", ") || "none",
  };
}

export function emptyCells(scene: Scene, block: number): number[] {
  return blockMarks(scene, block)
    .flat()
    .flatMap((mark, cell) => (mark === 0 ? [cell] : []));
}
