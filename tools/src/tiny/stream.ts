/**
 * Writes lessons to standard output, for whatever trains the tiny checkpoint.
 *
 * A frame is a little-endian 32-bit length, that many bytes of JSON, and `size × size × 3` bytes of pixels (none when
 * size is 0). The JSON holds `size` in pixels, `turns`, pairs of a question and its answer, and `cells`, what each cell
 * of the picture shows.
 *
 * Run: node tools/dist/tiny/stream.js SEED COUNT small|whole|places|questions WORDS.json
 */
import { readFileSync, writeSync } from "node:fs";
import { draw } from "@vlm/render";
import { chance } from "./chance.js";
import { type Reading, reading, type Subject } from "./reading.js";
import { cells, scene } from "./scene.js";
import { writing } from "./writing.js";

const cellPixels = 32;
interface Stage {
  readonly subject: Subject;
  /** Chance of a lesson without a picture, and of pictures of 1, 2 and 3 blocks a side. */
  readonly shares: readonly number[];
  /** Questions about one picture, at most. */
  readonly most: number;
}

const stages: Readonly<Record<string, Stage>> = {
  small: { subject: "whole", shares: [0.15, 0.7, 0.15, 0], most: 3 },
  whole: { subject: "whole", shares: [0.1, 0.1, 0.15, 0.65], most: 5 },
  places: { subject: "places", shares: [0.08, 0.08, 0.16, 0.68], most: 5 },
  questions: { subject: "questions", shares: [0.06, 0.08, 0.16, 0.7], most: 10 },
};

const [seed = "0", count = "1", name = "places", wordsFile] = process.argv.slice(2);
const stage = stages[name];
if (!stage) throw new Error(`tiny.stream: there is no stage "${name}"; expected ${Object.keys(stages).join(" or ")}.`);
const words: readonly string[] = wordsFile ? JSON.parse(readFileSync(wordsFile, "utf8")) : ["a", "b", "c"];
const lots = chance(Number(seed));

for (let index = 0; index < Number(count); index++) {
  const blocksAcross = indexByLot(stage.shares);
  if (blocksAcross === 0) {
    const lessons = turns(3, () => writing(lots, words));
    frame({ size: 0, turns: lessons, cells: [] }, new Uint8Array(0));
    continue;
  }
  const subject = scene(lots, blocksAcross);
  const size = cellPixels * subject.board.rows;
  const image = draw(subject.board, { size, theme: subject.theme });
  const pixels = new Uint8Array(3 * size * size);
  for (let from = 0, to = 0; to < pixels.length; from += 4, to += 3) {
    pixels[to] = image.data[from]!;
    pixels[to + 1] = image.data[from + 1]!;
    pixels[to + 2] = image.data[from + 2]!;
  }
  const lessons = turns(stage.most, () => reading(subject, lots, stage.subject));
  frame({ size, turns: lessons, cells: cells(subject) }, pixels);
}

function indexByLot(shares: readonly number[]): number {
  let lot = lots.next();
  for (const [index, share] of shares.entries()) {
    lot -= share;
    if (lot < 0) return index;
  }
  return shares.length - 1;
}

function turns(most: number, next: () => Reading): [question: string, answer: string][] {
  const lessons = new Map<string, string>();
  let length = 0;
  // A picture is dear and text is cheap: several questions share one picture, up to a length.
  while (lessons.size < most && length < 480) {
    const { question, answer } = next();
    if (lessons.has(question)) break;
    lessons.set(question, answer);
    length += question.length + answer.length;
  }
  return [...lessons];
}

interface Header {
  readonly size: number;
  readonly turns: readonly (readonly [question: string, answer: string])[];
  readonly cells: readonly (readonly number[])[];
}

function frame(head: Header, pixels: Uint8Array): void {
  const header = Buffer.from(JSON.stringify(head));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(header.length);
  for (const part of [length, header, pixels]) {
    for (let written = 0; written < part.length; ) written += write(part.subarray(written));
  }
}

/** A pipe that is full says EAGAIN; wait a moment and go on. */
function write(bytes: Uint8Array): number {
  for (;;) {
    try {
      return writeSync(1, bytes);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "EPIPE") process.exit(0);
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}
