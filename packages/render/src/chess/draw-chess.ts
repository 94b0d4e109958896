import type { ChessState } from "@vlm/games";
import { assemble, type Stamped } from "../assemble.js";
import { stamp } from "../canvas.js";
import { color } from "../color.js";
import { findLook } from "../find-look.js";
import { type Cell, checkSquares, checkState, cornerOf, type Grid } from "../grid.js";
import { layOut } from "../layout.js";
import { markLegal, tint } from "../overlay.js";
import type { Picture } from "../picture.js";
import type { PictureOptions } from "../picture-options.js";
import { drawingSprite } from "../shape/drawing.js";
import { emptyBoard } from "./empty-board.js";
import { type PieceSet, pieceKinds } from "./piece-set.js";
import { type PieceSetName, pieceSets } from "./piece-sets.js";
import { type ChessTheme, type ChessThemeName, chessThemes } from "./themes.js";

export interface ChessOptions extends PictureOptions {
  readonly theme?: ChessThemeName | ChessTheme | undefined;
  readonly pieces?: PieceSetName | PieceSet | undefined;
  /** Whose side is at the bottom; the pieces stand upright either way. */
  readonly orientation?: "white" | "black" | undefined;
}

const GREEN = color("#15803d");
const LAST_MOVE = 128;
const HIGHLIGHT = 144;

const files = ["a", "b", "c", "d", "e", "f", "g", "h"];
const ranks = ["1", "2", "3", "4", "5", "6", "7", "8"];
const names = ["white", "black"].flatMap((side) => pieceKinds.map((kind) => `${side} ${kind}`));

/** Squares as a chess state counts them, 8 × rank + file from a1. */
const gridFrom = (white: boolean): Grid => ({
  rows: 8,
  columns: 8,
  cells: Array.from({ length: 64 }, (_, square): Cell => {
    const [rank, file] = [square >> 3, square & 7];
    return { name: `${files[file]}${ranks[rank]}`, row: white ? 7 - rank : rank, column: white ? file : 7 - file };
  }),
  rowLabels: white ? ranks.toReversed() : ranks,
  columnLabels: white ? files : files.toReversed(),
});

const grids = { white: gridFrom(true), black: gridFrom(false) };

/**
 * A position as pixels. Squares count 8 × rank + file from a1, as the state's do; a move's are `action & 63` and
 * `(action >> 6) & 63`.
 *
 * @throws when the picture has fewer than 8 pixels a square, or there is no such theme or set
 */
export function drawChess(
  state: Pick<ChessState, "squares">,
  {
    size = 448,
    theme = "walnut",
    pieces = "classic",
    orientation = "white",
    rotation = 0,
    coordinates = false,
    lastMove = [],
    highlight = [],
    legal = [],
  }: ChessOptions = {},
): Picture {
  const look = findLook<ChessTheme>("drawChess", "theme", "ChessTheme", chessThemes, theme);
  const set = findLook<PieceSet>("drawChess", "set of pieces", "PieceSet", pieceSets, pieces);
  const grid = grids[orientation];
  if (!grid) {
    throw new Error(
      `render.drawChess: the orientation is ${JSON.stringify(orientation)}; expected "white" or "black". Name the side at the bottom.`,
    );
  }
  checkState("drawChess", grid, state.squares);
  checkPieces(state.squares, grid);
  const layout = layOut("drawChess", { rows: 8, columns: 8, size, coordinates });
  checkSquares("drawChess", grid, { lastMove, highlight, legal });

  const image = emptyBoard(look, grid, layout, coordinates);
  tint(image, grid, layout, highlight, look.highlight, HIGHLIGHT);
  tint(image, grid, layout, lastMove, look.lastMove, LAST_MOVE);
  markLegal(image, grid, layout, legal, GREEN, (square) => state.squares[square] !== 0);
  const stamped: Stamped[] = [];
  for (let square = 0; square < 64; square++) {
    const piece = state.squares[square]!;
    if (piece === 0) continue;
    const drawing = set[piece > 6 ? "black" : "white"][pieceKinds[(piece - 1) % 6]!];
    const sprite = drawingSprite(drawing, layout.cell);
    stamp(image, sprite, ...cornerOf(layout, grid.cells[square]!));
    stamped.push({ name: names[piece - 1]!, square, sprite });
  }
  return assemble(image, grid, layout, stamped, rotation, look.background);
}

function checkPieces(squares: Uint8Array, { cells }: Grid): void {
  const wrong = squares.findIndex((piece) => piece > 12);
  if (wrong < 0) return;
  throw new Error(
    `render.drawChess: square ${cells[wrong]!.name} holds piece ${squares[wrong]}; expected 0 to 12. Give a state of @vlm/games.`,
  );
}
