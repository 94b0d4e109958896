import { type ChessState, readFen, writeFen } from "@vlm/games";
import { isObject, type Problem, readObject } from "../protocol.js";
import { type ChessColor, COLORS, pieceNamed } from "./piece.js";
import { metadataOf, piecesOf } from "./position-json.js";
import { SQUARES, squareNamed } from "./square.js";

/** A position as an answer describes it. */
export interface ChessReading {
  /** FEN of the whole; null where a part of it could not be read. */
  readonly fen: string | null;
  /** [64] in the codes of `ChessState`, −1 where two pieces stand on one square; null where there is no list of pieces. */
  readonly squares: Int8Array | null;
  /** Why there is no FEN. */
  readonly problem: Problem | null;
}

/** How good a reading is, in the measures that board readers are compared by. */
export interface ChessReadingScore {
  /** The answer holds a JSON object. */
  readonly validJson: boolean;
  /** A game may lead to what it describes. */
  readonly validPosition: boolean;
  /** The object is the true one, order and all; where the board was seen from black's side, its order. */
  readonly exactJson: boolean;
  /** Pieces and metadata are right. */
  readonly exactFen: boolean;
  readonly exactBoard: boolean;
  /** The share of the 64 squares that are right, empty ones among them. */
  readonly squares: number;
}

/** The position that an answer describes: the first object, between anchors or bare. Never throws. */
export function readChessPosition(text: string): ChessReading {
  const { json, problem } = readObject(text);
  if (json === null) return { fen: null, squares: null, problem };
  const squares = readPieces(json.pieces);
  const fen = squares === null ? null : fenOf(squares, json.pieces as readonly unknown[], json.metadata);
  return { fen, squares, problem: fen === null ? "wrong_keys" : null };
}

export interface ChessReadingOptions {
  /** Whose side was at the bottom of the picture. */
  readonly bottom?: ChessColor;
}

/** Compares what an answer describes with the position itself. Never throws. */
export function scoreChessReading(
  text: string,
  state: ChessState,
  { bottom = "white" }: ChessReadingOptions = {},
): ChessReadingScore {
  const { json } = readObject(text);
  const { fen, squares } = readChessPosition(text);
  const right = squares === null ? 0 : SQUARES.filter((square) => squares[square] === state.squares[square]).length;
  return {
    validJson: json !== null,
    validPosition: fen !== null && readFen(fen).problem === null,
    exactJson:
      JSON.stringify(json) === JSON.stringify({ pieces: piecesOf(state, bottom), metadata: metadataOf(state) }),
    exactFen: fen === writeFen(state),
    exactBoard: right === 64,
    squares: right / 64,
  };
}

/** What can be read of a list of pieces: items that name none are left out. */
function readPieces(value: unknown): Int8Array | null {
  if (!Array.isArray(value)) return null;
  const squares = new Int8Array(64);
  for (const item of value) {
    const named = readPiece(item);
    if (named === null) continue;
    const held = squares[named.square]!;
    squares[named.square] = held === 0 || held === named.piece ? named.piece : -1;
  }
  return squares;
}

function readPiece(item: unknown): { readonly square: number; readonly piece: number } | null {
  if (!isObject(item)) return null;
  const square = squareNamed(item.square);
  const piece = pieceNamed(item.color, item.kind);
  return square === null || piece === 0 ? null : { square, piece };
}

function fenOf(squares: Int8Array, pieces: readonly unknown[], metadata: unknown): string | null {
  if (!isObject(metadata) || squares.includes(-1) || pieces.some((item) => readPiece(item) === null)) return null;
  const player = COLORS.indexOf(metadata.side_to_move as ChessColor);
  const rights = metadata.castling_rights;
  const enPassant = metadata.en_passant === null ? -1 : squareNamed(metadata.en_passant);
  const { halfmove_clock: halfmoves, fullmove_number: fullmoves } = metadata;
  if (player < 0 || typeof rights !== "string" || !/^(-|(?=.)K?Q?k?q?)$/.test(rights)) return null;
  if (enPassant === null || !isCount(halfmoves) || !isCount(fullmoves)) return null;
  return writeFen({
    squares: Uint8Array.from(squares),
    player: player === 0 ? 0 : 1,
    castling: [..."KQkq"].reduce((bits, right, bit) => bits | (rights.includes(right) ? 1 << bit : 0), 0),
    enPassant,
    halfmoves,
    fullmoves,
    earlier: new Int32Array(0),
  });
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
