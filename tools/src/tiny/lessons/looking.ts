import type { Chance } from "../chance.js";
import { ninth } from "../pictures/place.js";
import type { Scene } from "../pictures/scene.js";
import { anyBlock, isShaded, litBlock, markAt } from "./reading.js";

/** What the image token of a cell is to say, by the cell's number in the picture. One token each. */
export type Looks = ReadonlyMap<number, string>;

/** A question that no words answer: every cell of the picture answers for itself. */
export interface Looking {
  readonly question: string;
  readonly looks: Looks;
}

/** What a cell says that was not asked for. */
const elsewhere = " none";
const signs = [".", "X", "O"] as const;

/** Words that cells say; each must be one token. */
export const lookWords: readonly string[] = [
  ...signs,
  elsewhere,
  "0",
  "1",
  "2",
  "yes",
  "no",
  " shaded",
  " green",
  " yellow",
  " blue",
  " red",
];

/** Where a cell is: its number in the picture, its block's, its own in the block. */
interface Cell {
  readonly index: number;
  readonly block: number;
  readonly blockRow: number;
  readonly blockColumn: number;
  readonly row: number;
  readonly column: number;
  readonly inner: number;
}

function cellsIn({ board, blocksAcross }: Scene): readonly Cell[] {
  return Array.from({ length: board.rows * board.columns }, (_, index) => {
    const [y, x] = [Math.floor(index / board.columns), index % board.columns];
    const [blockRow, blockColumn, row, column] = [Math.floor(y / 3), Math.floor(x / 3), y % 3, x % 3];
    return {
      index,
      block: blocksAcross * blockRow + blockColumn,
      blockRow,
      blockColumn,
      row,
      column,
      inner: 3 * row + column,
    };
  });
}

/** Draws a question to all cells at once. */
export function looking(scene: Scene, chance: Chance): Looking {
  const all = cellsIn(scene);
  const ask = (question: string, say: (cell: Cell) => string): Looking => ({
    question,
    looks: new Map(all.map((cell) => [cell.index, say(cell)])),
  });
  const mark = ({ block, inner }: Cell): string => signs[markAt(scene, block, inner)]!;
  const where = anyBlock(scene, chance);
  const inner = chance.below(9);
  const lit = litBlock(scene);
  const within = (cell: Cell): boolean => cell.block === where.index;
  switch (chance.below(10)) {
    case 0:
    case 1:
      return ask("Look: marks.", mark);
    case 2:
    case 3:
      return ask("Look: colors.", (cell) => colorWord(scene, cell.block));
    case 4:
      return chance.maybe(0.5)
        ? ask("Look: rows of blocks.", ({ blockRow }) => String(blockRow))
        : ask("Look: columns of blocks.", ({ blockColumn }) => String(blockColumn));
    case 5:
      return chance.maybe(0.5)
        ? ask("Look: rows of cells.", ({ row }) => String(row))
        : ask("Look: columns of cells.", ({ column }) => String(column));
    case 6:
      return ask(`Look: block ${where.place}.`, (cell) => (within(cell) ? mark(cell) : elsewhere));
    case 7:
      return ask(`Look: block ${where.place}, cell ${ninth(inner)}.`, (cell) =>
        within(cell) && cell.inner === inner ? mark(cell) : elsewhere,
      );
    case 8:
      return ask("Look: the colored block.", (cell) => (cell.block === lit ? mark(cell) : elsewhere));
    default:
      return ask(`Look: empty cells of block ${where.place}.`, (cell) =>
        within(cell) ? (mark(cell) === "." ? "yes" : "no") : elsewhere,
      );
  }
}

/** For a question that stands before the picture: cells it asks about say their marks, a few others that they are not meant. */
export function lookWhere(scene: Scene, focus: readonly number[], chance: Chance): Looks {
  const looks = new Map<number, string>();
  for (let count = focus.length + 3; focus.length > 0 && count > 0; count--) {
    looks.set(chance.below(scene.board.rows * scene.board.columns), elsewhere);
  }
  for (const index of focus) looks.set(index, signs[scene.board.marks[index]!]!);
  return looks;
}

function colorWord(scene: Scene, block: number): string {
  if (isShaded(scene, block)) return " shaded";
  return litBlock(scene) === block ? ` ${scene.highlight!}` : elsewhere;
}
