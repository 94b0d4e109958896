import type { Chance } from "../chance.js";
import { ninth } from "../pictures/place.js";
import type { Scene } from "../pictures/scene.js";
import { colorOf, emptyCells } from "./cells.js";
import {
  anyBlock,
  blockMarks,
  blockOf,
  isShaded,
  line,
  litBlock,
  type Marks,
  markAt,
  type Reading,
  word,
} from "./reading.js";

/** A cell is free when a mark may go there: it is empty, and its block the colored one, or any open one where none is. */
export function isFree(scene: Scene, block: number, cell: number): boolean {
  const lit = litBlock(scene);
  return markAt(scene, block, cell) === 0 && !isShaded(scene, block) && (lit === null || lit === block);
}

/** Whether a mark may go into a cell; what is seen there comes first. */
export function readFree(scene: Scene, chance: Chance): Reading {
  const { index, place } = anyBlock(scene, chance);
  const cell = chance.below(9);
  const json = chance.maybe(0.5);
  const free = isFree(scene, index, cell);
  const seen = `${place} ${ninth(cell)}: ${word(markAt(scene, index, cell))}, ${colorOf(scene, index)}`;
  const question = `Is block ${place}, cell ${ninth(cell)} free?`;
  return {
    question: question + (json ? " Look first, then use JSON." : " Look first."),
    answer: `${seen}\n${json ? `{"free": ${free}}` : free ? "yes" : "no"}`,
  };
}

/** Cells where a mark would make three in a row of a block. */
export function readThrees(scene: Scene, chance: Chance): Reading {
  const { index, place } = anyBlock(scene, chance);
  const mark = 1 + chance.below(2);
  const marks = blockMarks(scene, index);
  return {
    question: `Where does ${word(mark)} make three in block ${place}?`,
    answer: `${marks.map(line).join(" / ")} | ${completions(marks, mark).map(ninth).join(", ") || "none"}`,
  };
}

/** The move of the search, after the colored block has been read; of made-up pictures a block's spaces instead. */
export function readMove(scene: Scene, chance: Chance): Reading {
  const { turn } = scene;
  if (turn === null) return readThrees(scene, chance);
  const lit = litBlock(scene);
  const [chosen, cell] = [blockOf(scene, turn.block).place, ninth(turn.cell)];
  const { place } = blockOf(scene, turn.block);
  const scan = `${place}: ${blockMarks(scene, turn.block).map(line).join(" / ")} | empty ${emptyCells(scene, turn.block).map(ninth).join(", ")}.`;
  return {
    question: `Where should ${turn.mark} go?`,
    answer: `${lit === null ? "No block is green. " : ""}${scan} ${turn.mark} at ${chosen} ${cell}`,
  };
}

const lines = [
  [0, 1, 2],
  [3, 4, 5],
  [6, 7, 8],
  [0, 3, 6],
  [1, 4, 7],
  [2, 5, 8],
  [0, 4, 8],
  [2, 4, 6],
] as const;

function completions(marks: Marks, mark: number): number[] {
  const flat = marks.flat();
  const completes = (cell: number): boolean =>
    lines.some(
      (three) => three.includes(cell as never) && three.every((other) => other === cell || flat[other] === mark),
    );
  return Array.from(flat.keys()).filter((cell) => flat[cell] === 0 && completes(cell));
}
