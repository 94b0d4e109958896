import type { Chance } from "./chance.js";
import type { Scene } from "./scene.js";

/** A question about a picture and its answer, in words that no game uses. */
export interface Reading {
  readonly question: string;
  readonly answer: string;
}

const at = (row: number, column: number): string => `(${row}, ${column})`;

/** Marks of a block, by rows: 0 nothing, 1 a cross, 2 a ring. */
function blockMarks({ board, blocksAcross }: Scene, block: number): number[][] {
  const top = 3 * Math.floor(block / blocksAcross);
  const left = 3 * (block % blocksAcross);
  return [0, 1, 2].map((row) => [0, 1, 2].map((column) => board.marks[(top + row) * board.columns + left + column]!));
}

type Reader = (scene: Scene, chance: Chance) => Reading;

/** A part of the picture: how to ask for it and what is true of it, as JSON. */
interface Fact {
  readonly name: string;
  readonly ask: string;
  readonly json: string;
}

function anyBlock({ blocksAcross, board }: Scene, chance: Chance): [index: number, row: number, column: number] {
  const lit = board.highlighted?.[0];
  const index = lit !== undefined && chance.maybe(0.3) ? lit : chance.below(blocksAcross * blocksAcross);
  return [index, Math.floor(index / blocksAcross), index % blocksAcross];
}

const word = (mark: number): string => ["Empty", "X", "O"][mark]!;
const sign = (mark: number): string => [".", "X", "O"][mark]!;

function matrix(rows: readonly (readonly number[])[]): string {
  return `[${rows.map((row) => `[${row.map((mark) => `"${sign(mark)}"`).join(", ")}]`).join(", ")}]`;
}

function readBlock(scene: Scene, chance: Chance): Reading {
  const [index, row, column] = anyBlock(scene, chance);
  const marks = blockMarks(scene, index);
  const where = chance.pick([`block ${at(row, column)}`, `the block at row ${row}, column ${column}`]);
  if (chance.maybe(0.5)) {
    return { question: chance.pick([`Give ${where} as rows.`, `Read ${where} as a matrix.`]), answer: matrix(marks) };
  }
  return {
    question: chance.pick([`Show ${where}.`, `Draw ${where} with X, O and dots.`]),
    answer: marks.map((line) => line.map(sign).join(" ")).join("\n"),
  };
}

function readCell(scene: Scene, chance: Chance): Reading {
  const [index, row, column] = anyBlock(scene, chance);
  const [innerRow, innerColumn] = [chance.below(3), chance.below(3)];
  const mark = blockMarks(scene, index)[innerRow]![innerColumn]!;
  const question = chance.pick([
    `What is in block ${at(row, column)}, cell ${at(innerRow, innerColumn)}?`,
    `Block (${row},${column}), cell (${innerRow},${innerColumn}): what do you see?`,
    `Look at cell ${at(innerRow, innerColumn)} of block ${at(row, column)}. What is there?`,
  ]);
  return { question, answer: word(mark) };
}

/** Several blocks, out of order: the place stands just before what is there. */
function readBlocks(scene: Scene, chance: Chance): Reading {
  const blocks = shuffled(scene.blocksAcross * scene.blocksAcross, chance).slice(0, 2 + chance.below(5));
  const places = blocks.map((index) => [Math.floor(index / scene.blocksAcross), index % scene.blocksAcross] as const);
  const asked = places.map(([row, column]) => at(row, column)).join(", ");
  const json = chance.maybe(0.4);
  const parts = places.map(([row, column], order) => {
    const marks = blockMarks(scene, blocks[order]!);
    if (json) return `{"block": [${row}, ${column}], "rows": ${matrix(marks)}}`;
    return `${at(row, column)}: ${marks.map((line) => line.map(sign).join(" ")).join(" / ")}`;
  });
  return { question: `Read the blocks ${asked}${json ? " as JSON" : ""}.`, answer: parts.join(json ? ", " : "\n") };
}

/** Several cells of several blocks. */
function readCells(scene: Scene, chance: Chance): Reading {
  const lines = Array.from({ length: 3 + chance.below(6) }, () => {
    const [index, row, column] = anyBlock(scene, chance);
    const [y, x] = [chance.below(3), chance.below(3)];
    return { place: `${at(row, column)} ${at(y, x)}`, mark: blockMarks(scene, index)[y]![x]! };
  });
  return {
    question: `Name the cells ${lines.map(({ place }) => place).join("; ")}.`,
    answer: lines.map(({ place, mark }) => `${place}: ${word(mark)}`).join("\n"),
  };
}

function shuffled(length: number, chance: Chance): number[] {
  const order = Array.from({ length }, (_, index) => index);
  for (let last = length - 1; last > 0; last--) {
    const other = chance.below(last + 1);
    [order[last], order[other]] = [order[other]!, order[last]!];
  }
  return order;
}

function readLight(scene: Scene, chance: Chance): Reading {
  const lit = scene.board.highlighted?.[0];
  const color =
    chance.maybe(0.75) && scene.highlight ? scene.highlight : chance.pick(["green", "yellow", "blue", "red"]);
  const seen = scene.highlight === color && lit !== undefined;
  const [row, column] = [Math.floor((lit ?? 0) / scene.blocksAcross), (lit ?? 0) % scene.blocksAcross];
  const json = chance.maybe(0.5);
  return {
    question: chance.pick([`Which block is ${color}?`, `Where is the ${color} block?`]) + (json ? " Use JSON." : ""),
    answer: json
      ? seen
        ? `{"row": ${row}, "column": ${column}}`
        : "null"
      : seen
        ? at(row, column)
        : `No block is ${color}.`,
  };
}

function readShade(scene: Scene, chance: Chance): Reading {
  if (chance.maybe(0.4)) {
    const shaded = Array.from(scene.board.closed as Uint8Array)
      .flatMap((state, index) => (state > 0 ? [index] : []))
      .map((index) => at(Math.floor(index / scene.blocksAcross), index % scene.blocksAcross));
    return { question: "Which blocks are shaded?", answer: shaded.length > 0 ? shaded.join(", ") : "none" };
  }
  const [index, row, column] = anyBlock(scene, chance);
  const shaded = scene.board.closed![index]! > 0;
  return { question: `Is block ${at(row, column)} shaded?`, answer: shaded ? "yes" : "no" };
}

function readSpaces(scene: Scene, chance: Chance): Reading {
  const [index, row, column] = anyBlock(scene, chance);
  const cells = blockMarks(scene, index).flatMap((line, y) =>
    line.flatMap((mark, x) => (mark === 0 ? [at(y, x)] : [])),
  );
  return {
    question: chance.pick([
      `List the empty cells of block ${at(row, column)}.`,
      `Where is space in block ${at(row, column)}?`,
    ]),
    answer: cells.length > 0 ? cells.join(", ") : "none",
  };
}

function readRow(scene: Scene, chance: Chance): Reading {
  const { board } = scene;
  const row = chance.below(board.rows);
  const line = Array.from({ length: board.columns }, (_, column) => sign(board.marks[row * board.columns + column]!));
  return { question: `Read line ${row} of the picture.`, answer: line.join(" ") };
}

function readAll(scene: Scene): Reading {
  const { board } = scene;
  const lines = Array.from({ length: board.rows }, (_, row) =>
    Array.from({ length: board.columns }, (_, column) => sign(board.marks[row * board.columns + column]!)).join(" "),
  );
  return { question: "Read the whole picture.", answer: lines.join("\n") };
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
function readFacts(scene: Scene, chance: Chance): Reading {
  const facts = Array.from({ length: 2 + chance.below(2) }, () => fact(scene, chance));
  const names = facts.map(({ name }, index) => `${chance.maybe(0.5) ? name : chance.pick(keys)}_${index + 1}`);
  return {
    question: `Answer in JSON. ${facts.map(({ ask }, index) => `${names[index]}: ${ask}`).join(" ")}`,
    answer: `{${facts.map(({ json }, index) => `"${names[index]}": ${json}`).join(", ")}}`,
  };
}

function fact(scene: Scene, chance: Chance): Fact {
  const [index, row, column] = anyBlock(scene, chance);
  const lit = scene.board.highlighted?.[0];
  const [litRow, litColumn] = [Math.floor((lit ?? 0) / scene.blocksAcross), (lit ?? 0) % scene.blocksAcross];
  const [y, x] = [chance.below(3), chance.below(3)];
  const mark = blockMarks(scene, index)[y]![x]!;
  return chance.pick<Fact>([
    { name: "cell", ask: `block ${at(row, column)}, cell ${at(y, x)}?`, json: `"${word(mark)}"` },
    { name: "empty", ask: `is cell ${at(y, x)} of block ${at(row, column)} empty?`, json: String(mark === 0) },
    {
      name: "color",
      ask: "where is color?",
      json: lit === undefined ? "null" : `{"row": ${litRow}, "column": ${litColumn}}`,
    },
    { name: "same", ask: `has block ${at(row, column)} a color?`, json: String(lit === index) },
    {
      name: "both",
      ask: `is cell ${at(y, x)} of block ${at(row, column)} empty and in color?`,
      json: String(mark === 0 && lit === index),
    },
    { name: "shaded", ask: `is block ${at(row, column)} shaded?`, json: String(scene.board.closed![index]! > 0) },
    { name: "matrix", ask: `block ${at(row, column)} as rows.`, json: matrix(blockMarks(scene, index)) },
  ]);
}

/** What lessons dwell on: the whole picture, places named in the answer, places named only in the question. */
export type Subject = "whole" | "places" | "questions";

const readers: Readonly<Record<Subject, readonly (readonly [weight: number, reader: Reader])[]>> = {
  whole: [
    [5, readCell],
    [6, readBlock],
    [3, readLight],
    [2, readShade],
    [2, readSpaces],
    [1, readRow],
    [4, readAll],
    [5, readFacts],
  ],
  places: [
    [4, readCell],
    [5, readBlock],
    [8, readBlocks],
    [6, readCells],
    [3, readLight],
    [2, readShade],
    [3, readSpaces],
    [0.5, readRow],
    [0.5, readAll],
    [5, readFacts],
  ],
  questions: [
    [10, readCell],
    [3, readBlock],
    [1, readBlocks],
    [2, readCells],
    [3, readLight],
    [4, readShade],
    [3, readSpaces],
    [0.2, readRow],
    [0.2, readAll],
    [14, readFacts],
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
