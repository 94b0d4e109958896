import { type ChessState, chess, readFen, writeFen, writeSan } from "@vlm/games";
import type { SearchResult } from "@vlm/mcts";
import { searchColumns, searchOf } from "../search-columns.js";
import { explainChess } from "./explanation.js";
import type { ChessColor, ChessPiece } from "./piece.js";
import { type ChessMetadata, metadataOf, piecesOf } from "./position-json.js";

/** A dataset row: a position, what stands where, and what the search said of it, if it was searched. */
export interface ChessRow {
  readonly id: string;
  readonly game: number;
  readonly ply: number;
  /** PNG, as the 🤗 `Image` feature stores it; null: the board is told as FEN. */
  readonly image: { readonly bytes: Uint8Array; readonly path: string | null } | null;
  readonly fen: string;
  /** Whose side is at the bottom of the picture. */
  readonly bottom: ChessColor;
  /** In the order of reading, from the top left of the picture. */
  readonly pieces: readonly ChessPiece[];
  readonly metadata: ChessMetadata;
  /** In UCI; none where the game is over. */
  readonly legal_moves: readonly string[];
  /** The search's best in UCI; null, as all below, where nothing was searched. */
  readonly best_move: string | null;
  readonly best_move_san: string | null;
  readonly chain_of_thought: string | null;
  /** Of each legal move, in their order. */
  readonly visits: readonly number[] | null;
  /** Of each legal move for the player to move, in [-1, 1]. */
  readonly values: readonly number[] | null;
}

export interface ChessRowSource {
  readonly id: string;
  readonly game: number;
  readonly ply: number;
  readonly state: ChessState;
  /** Absent or null: the row is for reading alone. */
  readonly search?: SearchResult<number> | null;
  /** PNG of the picture; absent or null: the board is told as FEN. */
  readonly image?: Uint8Array | null;
  readonly bottom?: ChessColor;
}

export function chessRow({
  id,
  game,
  ply,
  state,
  search = null,
  image = null,
  bottom = "white",
}: ChessRowSource): ChessRow {
  const legal = chess.actions(state);
  const columns = search === null ? null : searchColumns(search, legal, { caller: "chessRow", id });
  return {
    id,
    game,
    ply,
    image: image === null ? null : { bytes: image, path: null },
    fen: writeFen(state),
    bottom,
    pieces: piecesOf(state, bottom),
    metadata: metadataOf(state),
    legal_moves: legal.map((action) => chess.write(action)),
    best_move: search === null ? null : chess.write(search.best),
    best_move_san: search === null ? null : writeSan(search.best, state),
    chain_of_thought: search === null ? null : explainChess(state, search),
    visits: columns?.visits ?? null,
    values: columns?.values ?? null,
  };
}

/** The position of the row; its past is not known. */
export function chessStateOf(row: ChessRow): ChessState {
  const { state, problem } = readFen(row.fen);
  if (state === null) {
    throw new Error(
      `tasks.chessStateOf: row ${row.id} has the FEN ${JSON.stringify(row.fen)}, which is impossible: ${problem}; ` +
        "expected the FEN of a position. Hand in a row as chessRow made it.",
    );
  }
  return state;
}

/** What the row's columns tell of its search, nothing proven; null where nothing was searched. */
export function chessSearchOf(row: ChessRow): SearchResult<number> | null {
  const { best_move: best, visits, values } = row;
  if (best === null || visits === null || values === null) return null;
  const state = chessStateOf(row);
  const legal = row.legal_moves.map((move) => chess.read(move, state)!);
  return searchOf(chess.read(best, state)!, legal, { visits, values });
}

/** The same for rows of the same position, whatever the counts of moves: what a split must not separate. */
export function chessPositionKey(row: ChessRow): string {
  return row.fen.split(" ").slice(0, 4).join(" ");
}
