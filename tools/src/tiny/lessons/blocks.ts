import type { Chance } from "../chance.js";
import type { Scene } from "../pictures/scene.js";
import { anyBlock, blockMarks, blockOf, line, matrix, type Reading } from "./reading.js";

export function readBlock(scene: Scene, chance: Chance): Reading {
  const { index, row, column, place } = anyBlock(scene, chance);
  const marks = blockMarks(scene, index);
  const where = chance.pick([`block ${place}`, `the block at row ${row}, column ${column}`]);
  if (chance.maybe(0.5)) {
    const question = chance.pick([`Give ${where} as rows.`, `Read ${where} as a matrix.`]);
    return { question, answer: matrix(marks) };
  }
  const question = chance.pick([`Show ${where}.`, `Draw ${where} with X, O and dots.`]);
  return { question, answer: marks.map(line).join("\n") };
}

/** Several blocks, out of order: the place stands just before what is there. */
export function readBlocks(scene: Scene, chance: Chance): Reading {
  const count = scene.blocksAcross * scene.blocksAcross;
  const blocks = shuffled(count, chance)
    .slice(0, 2 + chance.below(4))
    .map((index) => blockOf(scene, index));
  const json = chance.maybe(0.4);
  const parts = blocks.map(({ index, row, column, place }) => {
    const marks = blockMarks(scene, index);
    if (json) return `{"block": [${row}, ${column}], "rows": ${matrix(marks)}}`;
    return `${place}: ${marks.map(line).join(" / ")}`;
  });
  return {
    question: `Read the blocks ${blocks.map(({ place }) => place).join(", ")}${json ? " as JSON" : ""}.`,
    answer: parts.join(json ? ", " : "\n"),
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
