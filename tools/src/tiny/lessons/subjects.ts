import type { Chance } from "../chance.js";
import type { Scene } from "../pictures/scene.js";
import { readBlock, readBlocks } from "./blocks.js";
import { readCell, readCellAloud, readCells, readSpaces } from "./cells.js";
import { readLight, readLitBlock, readShade } from "./colors.js";
import { readFacts } from "./facts.js";
import { readFree, readMove, readThrees } from "./playing.js";
import type { Reader, Reading } from "./reading.js";
import { readAll, readRow } from "./whole.js";

/** What lessons dwell on: the whole picture, places named in the answer, or places named in the question alone. */
export type Subject = "whole" | "places" | "questions";

const readers: Readonly<Record<Subject, readonly (readonly [weight: number, reader: Reader])[]>> = {
  whole: [
    [4, readCell],
    [6, readBlock],
    [3, readLight],
    [2, readLitBlock],
    [2, readShade],
    [2, readSpaces],
    [2, readRow],
    [5, readAll],
    [2, readFacts],
  ],
  places: [
    [3, readCell],
    [5, readBlock],
    [6, readBlocks],
    [6, readCells],
    [3, readLight],
    [4, readLitBlock],
    [2, readShade],
    [3, readSpaces],
    [0.5, readRow],
    [0.5, readAll],
    [3, readFacts],
    [3, readCellAloud],
    [2, readFree],
    [1, readThrees],
  ],
  questions: [
    [5, readCell],
    [4, readBlock],
    [1, readBlocks],
    [3, readCells],
    [4, readLight],
    [5, readLitBlock],
    [5, readShade],
    [3, readSpaces],
    [0.5, readRow],
    [1.5, readAll],
    [6, readFacts],
    [5, readCellAloud],
    [5, readFree],
    [3, readThrees],
    [5, readMove],
  ],
};

/** Draws a question about the scene. */
export function reading(scene: Scene, chance: Chance, subject: Subject): Reading {
  const choices = readers[subject];
  let lot = chance.next() * choices.reduce((sum, [weight]) => sum + weight, 0);
  for (const [weight, reader] of choices) {
    lot -= weight;
    if (lot < 0) return reader(scene, chance);
  }
  return readAll(scene);
}
