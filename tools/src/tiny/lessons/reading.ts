import type { Chance } from "../chance.js";
import { at } from "../pictures/place.js";
import { cellIndex, type Scene } from "../pictures/scene.js";

/** A question about a picture and its answer, in words that no task of the game uses. */
export interface Reading {
  readonly question: string;
  readonly answer: string;
}

export type Reader = (scene: Scene, chance: Chance) => Reading;

/** Three rows of three: 0 nothing, 1 a cross, 2 a ring. */
export type Marks = readonly (readonly number[])[];

export interface Block {
  readonly index: number;
  /** `"(1, 2)"` */
  readonly place: string;
  readonly row: number;
  readonly column: number;
}

export function blockOf({ blocksAcross }: Scene, index: number): Block {
  const [row, column] = [Math.floor(index / blocksAcross), index % blocksAcross];
  return { index, row, column, place: at(row, column) };
}

/** Any block; the highlighted one more often than others. */
export function anyBlock(scene: Scene, chance: Chance): Block {
  const lit = litBlock(scene);
  const index = lit !== null && chance.maybe(0.3) ? lit : chance.below(scene.blocksAcross * scene.blocksAcross);
  return blockOf(scene, index);
}

export function litBlock({ board }: Scene): number | null {
  return board.highlighted?.[0] ?? null;
}

export function isShaded({ board }: Scene, block: number): boolean {
  return (board.closed?.[block] ?? 0) > 0;
}

export function blockMarks(scene: Scene, block: number): Marks {
  return [0, 3, 6].map((first) => [0, 1, 2].map((column) => markAt(scene, block, first + column)));
}

export function markAt({ board, blocksAcross }: Scene, block: number, cell: number): number {
  return board.marks[cellIndex(blocksAcross, block, cell)]!;
}

export const word = (mark: number): string => ["Empty", "X", "O"][mark]!;
export const sign = (mark: number): string => [".", "X", "O"][mark]!;

/** `". X ."` */
export const line = (marks: readonly number[]): string => marks.map(sign).join(" ");

/** `[[".", "X", "."], …]` */
export function matrix(marks: Marks): string {
  return `[${marks.map((row) => `[${row.map((mark) => `"${sign(mark)}"`).join(", ")}]`).join(", ")}]`;
}
