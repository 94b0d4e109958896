import type { Chance } from "../chance.js";
import type { Scene } from "../pictures/scene.js";
import { line, type Reading } from "./reading.js";

export function readRow(scene: Scene, chance: Chance): Reading {
  const row = chance.below(scene.board.rows);
  return { question: `Read line ${row} of the picture.`, answer: line(marksOfRow(scene, row)) };
}

export function readAll(scene: Scene): Reading {
  const lines = Array.from({ length: scene.board.rows }, (_, row) => line(marksOfRow(scene, row)));
  return { question: "Read the whole picture.", answer: lines.join("\n") };
}

function marksOfRow({ board }: Scene, row: number): number[] {
  return Array.from({ length: board.columns }, (_, column) => board.marks[row * board.columns + column]!);
}
