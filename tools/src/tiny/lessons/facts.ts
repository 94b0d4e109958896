import type { Chance } from "../chance.js";
import { ninth } from "../pictures/place.js";
import type { Scene } from "../pictures/scene.js";
import { anyBlock, blockMarks, blockOf, isShaded, litBlock, markAt, matrix, type Reading, word } from "./reading.js";

/** A part of the picture: how to ask for it and what is true of it, as JSON. */
interface Fact {
  readonly name: string;
  readonly ask: string;
  readonly json: string;
}

const keys = [
  "first",
  "second",
  "third",
  "one",
  "two",
  "see",
  "mark",
  "place",
  "cell",
  "color",
  "same",
  "shape",
  "part",
];

/** Several facts at once, under keys that the question names. */
export function readFacts(scene: Scene, chance: Chance): Reading {
  const facts = Array.from({ length: 2 + chance.below(2) }, () => fact(scene, chance));
  const names = facts.map(({ name }, index) => `${chance.maybe(0.5) ? name : chance.pick(keys)}_${index + 1}`);
  return {
    question: `Answer in JSON. ${facts.map(({ ask }, index) => `${names[index]}: ${ask}`).join(" ")}`,
    answer: `{${facts.map(({ json }, index) => `"${names[index]}": ${json}`).join(", ")}}`,
  };
}

function fact(scene: Scene, chance: Chance): Fact {
  const { index, place } = anyBlock(scene, chance);
  const lit = litBlock(scene);
  const cell = chance.below(9);
  const mark = markAt(scene, index, cell);
  const where = `cell ${ninth(cell)} of block ${place}`;
  return chance.pick<Fact>([
    { name: "cell", ask: `block ${place}, cell ${ninth(cell)}?`, json: `"${word(mark)}"` },
    { name: "empty", ask: `is ${where} empty?`, json: String(mark === 0) },
    {
      name: "color",
      ask: "where is color?",
      json: litPlace(scene),
    },
    { name: "same", ask: `has block ${place} a color?`, json: String(lit === index) },
    { name: "both", ask: `is ${where} empty and in color?`, json: String(mark === 0 && lit === index) },
    { name: "shaded", ask: `is block ${place} shaded?`, json: String(isShaded(scene, index)) },
    { name: "matrix", ask: `block ${place} as rows.`, json: matrix(blockMarks(scene, index)) },
  ]);
}

function litPlace(scene: Scene): string {
  const lit = litBlock(scene);
  if (lit === null) return "null";
  const { row, column } = blockOf(scene, lit);
  return `{"row": ${row}, "column": ${column}}`;
}
