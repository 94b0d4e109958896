import { type Board, type Color, type Theme, themeNames, themes } from "@vlm/render";
import type { Chance } from "../chance.js";

/** A picture of marks in a grid: made up, or of a position. */
export interface Scene {
  readonly board: Board & { readonly block: number };
  readonly theme: Theme;
  /** Word for the color of the highlighted block; null: no block is highlighted. */
  readonly highlight: string | null;
  readonly blocksAcross: number;
  /** Null in made-up pictures: no game stands behind them. */
  readonly turn: Turn | null;
}

/** Whose turn it is in a position, and what the search plays. */
export interface Turn {
  readonly mark: "X" | "O";
  readonly block: number;
  readonly cell: number;
}

const highlightColors: Readonly<Record<string, readonly Color[]>> = {
  green: [themes.paper.highlight, themes.slate.highlight, themes.wood.highlight, themes.ink.highlight],
  yellow: [
    [250, 204, 21],
    [253, 224, 71],
  ],
  blue: [
    [96, 165, 250],
    [37, 99, 235],
  ],
  red: [
    [248, 113, 113],
    [185, 28, 28],
  ],
};

/** Draws the lots for a scene of 1, 2 or 3 blocks a side, three cells each. */
export function madeUpScene(chance: Chance, blocksAcross: number): Scene {
  const side = 3 * blocksAcross;
  const blocks = blocksAcross * blocksAcross;
  const marks = new Uint8Array(side * side);
  // Some pictures are nearly empty and some nearly full, and blocks differ within one picture.
  const overall = chance.next() * 0.8;
  const density = Array.from({ length: blocks }, () =>
    Math.min(0.97, Math.max(0, overall + (chance.next() - 0.5) * 0.6)),
  );
  for (let index = 0; index < marks.length; index++) {
    const row = Math.floor(index / side);
    const column = index % side;
    const block = blocksAcross * Math.floor(row / 3) + Math.floor(column / 3);
    if (chance.maybe(density[block]!)) marks[index] = chance.maybe(0.5) ? 1 : 2;
  }
  const closed = new Uint8Array(blocks);
  if (chance.maybe(0.6)) {
    const share = chance.next() * 0.6;
    for (let block = 0; block < blocks; block++) if (chance.maybe(share)) closed[block] = 1 + chance.below(3);
  }
  const highlight = chance.maybe(0.8) ? (chance.maybe(0.6) ? "green" : chance.pick(["yellow", "blue", "red"])) : null;
  const open = Array.from(closed.keys()).filter((block) => closed[block] === 0);
  const highlighted = highlight && open.length > 0 ? [chance.pick(open)] : [];
  const theme = look(chance, highlight ?? "green");
  return {
    board: { rows: side, columns: side, block: 3, marks, highlighted, closed },
    theme,
    highlight: highlighted.length > 0 ? highlight : null,
    blocksAcross,
    turn: null,
  };
}

/** The number of a cell, row by row in the whole picture, from its block's number and its own in the block. */
export function cellIndex(blocksAcross: number, block: number, cell: number): number {
  const row = 3 * Math.floor(block / blocksAcross) + Math.floor(cell / 3);
  return 3 * blocksAcross * row + 3 * (block % blocksAcross) + (cell % 3);
}

/** One of the themes with its colors moved a little, so that no single shade is learned by heart. */
export function look(chance: Chance, highlight: string): Theme {
  const name = chance.pick(themeNames);
  const base = themes[name];
  const moved = ([red, green, blue]: Color, by: number): Color => {
    const move = (channel: number): number =>
      Math.min(255, Math.max(0, Math.round(channel + (2 * chance.next() - 1) * by)));
    return [move(red), move(green), move(blue)];
  };
  const green = base.highlight;
  return {
    background: moved(base.background, 10),
    line: moved(base.line, 20),
    cross: moved(base.cross, 20),
    ring: moved(base.ring, 20),
    highlight: moved(highlight === "green" ? green : chance.pick(highlightColors[highlight]!), 14),
    closed: [moved(base.closed[0], 10), moved(base.closed[1], 10), moved(base.closed[2], 10)],
    // Few sizes, so that sprites are drawn once and kept.
    markScale: base.markScale * chance.pick([0.9, 0.95, 1, 1.05, 1.1]),
    stroke: base.stroke * chance.pick([0.85, 0.95, 1.05, 1.15]),
  };
}
