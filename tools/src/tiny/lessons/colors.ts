import type { Chance } from "../chance.js";
import { ninth } from "../pictures/place.js";
import type { Scene } from "../pictures/scene.js";
import { emptyCells } from "./cells.js";
import { anyBlock, blockMarks, blockOf, isShaded, line, litBlock, matrix, type Reading } from "./reading.js";

const colors = ["green", "yellow", "blue", "red"] as const;

/** The block of this color; null: there is none. */
function blockOfColor(scene: Scene, color: string): number | null {
  return scene.highlight === color ? litBlock(scene) : null;
}

/** A color that is asked for: three times in four one that is there, if any is. */
function anyColor(scene: Scene, chance: Chance): string {
  return scene.highlight && chance.maybe(0.75) ? scene.highlight : chance.pick(colors);
}

export function readLight(scene: Scene, chance: Chance): Reading {
  const color = anyColor(scene, chance);
  const lit = blockOfColor(scene, color);
  const block = lit === null ? null : blockOf(scene, lit);
  const json = chance.maybe(0.5);
  const question =
    chance.pick([`Which block is ${color}?`, `Where is the ${color} block?`]) + (json ? " Use JSON." : "");
  if (json) return { question, answer: block ? `{"row": ${block.row}, "column": ${block.column}}` : "null" };
  return { question, answer: block ? block.place : `No block is ${color}.` };
}

/** The block of a color read aloud: its place, its rows, its empty cells. */
export function readLitBlock(scene: Scene, chance: Chance): Reading {
  const color = anyColor(scene, chance);
  const lit = blockOfColor(scene, color);
  const json = chance.maybe(0.3);
  const question = json ? `Find the ${color} block, then give it as JSON.` : `Find the ${color} block, then read it.`;
  if (lit === null) return { question, answer: json ? '{"block": null}' : `No block is ${color}.` };
  const { place, row, column } = blockOf(scene, lit);
  const marks = blockMarks(scene, lit);
  const empty = emptyCells(scene, lit).map(ninth).join(", ") || "none";
  const answer = json
    ? `{"block": [${row}, ${column}], "rows": ${matrix(marks)}}`
    : `${place}: ${marks.map(line).join(" / ")} | empty ${empty}`;
  return { question, answer };
}

export function readShade(scene: Scene, chance: Chance): Reading {
  if (chance.maybe(0.4)) {
    const blocks = Array.from({ length: scene.blocksAcross ** 2 }, (_, index) => blockOf(scene, index));
    const shaded = blocks.filter(({ index }) => isShaded(scene, index)).map(({ place }) => place);
    return { question: "Which blocks are shaded?", answer: shaded.join(", ") || "none" };
  }
  const { index, place } = anyBlock(scene, chance);
  return {
    question: `Is block ${place} shaded?`,
    answer: isShaded(scene, index) ? "yes" : "no",
  };
}
