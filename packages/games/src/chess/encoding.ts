import { readFen, writeFen } from "./fen.js";
import type { ChessState } from "./state.js";

/** FEN, then the keys of earlier positions in hexadecimal where there are any: the whole state in one line. */
export function encodeChess(state: ChessState): string {
  const keys = Array.from(state.earlier, (word) => (word >>> 0).toString(16).padStart(8, "0")).join("");
  return keys === "" ? writeFen(state) : `${writeFen(state)} ${keys}`;
}

/** The state that `encodeChess` wrote, or null for what it did not write. */
export function decodeChess(text: string): ChessState | null {
  const fields = text.split(" ");
  const keys = fields[6] ?? "";
  const { state } = readFen(fields.slice(0, 6).join(" "));
  if (state === null || !/^(?:[0-9a-f]{16})*$/.test(keys) || keys.length > 16 * state.halfmoves) return null;
  const earlier = Int32Array.from(keys.match(/.{8}/g) ?? [], (word) => Number.parseInt(word, 16));
  const decoded = { ...state, earlier };
  return encodeChess(decoded) === text ? decoded : null;
}
