import { START_FEN, writeFen } from "./fen.js";
import { afterMove } from "./legal-moves.js";
import type { PgnGame, PgnLine, PgnMove } from "./pgn.js";
import { writeSan } from "./san.js";
import type { ChessState } from "./state.js";

/** Headers that every game has, in the order of the standard, with what stands for the unknown. */
const ROSTER: readonly (readonly [string, string])[] = [
  ["Event", "?"],
  ["Site", "?"],
  ["Date", "????.??.??"],
  ["Round", "?"],
  ["White", "?"],
  ["Black", "?"],
];
const WIDTH = 79;

/**
 * A game as PGN: the seven headers of the standard and its own, then moves in lines of at most 79 columns. Blanks within a
 * comment are written as one.
 */
export function writePgn(game: PgnGame): string {
  const words: string[] = [];
  writeLine(game.line, game.start, words);
  words.push(game.result);
  return `${writeHeaders(game)}\n${wrap(words)}\n`;
}

function writeHeaders({ headers, start, result }: PgnGame): string {
  const all = new Map<string, string>(ROSTER.map(([name, unknown]) => [name, headers.get(name) ?? unknown]));
  all.set("Result", result);
  for (const [name, value] of headers) if (!all.has(name)) all.set(name, value);
  const fen = writeFen(start);
  all.delete("FEN");
  all.delete("SetUp");
  if (fen !== START_FEN) all.set("SetUp", "1").set("FEN", fen);
  return [...all].map(([name, value]) => writeHeader(name, value)).join("");
}

function writeHeader(name: string, value: string): string {
  if (!/^\w+$/.test(name) || /[\n\r]/.test(value)) {
    throw new RangeError(
      `games.writePgn: header ${JSON.stringify(name)} is ${JSON.stringify(value)}; expected a name of letters, digits and _, and a value on one line. Change the game's headers.`,
    );
  }
  return `[${name} "${value.replace(/["\\]/g, "\\$&")}"]\n`;
}

/** Adds the words of a line; a word that ends in a line break ends its line. */
function writeLine(line: PgnLine, start: ChessState, words: string[]): void {
  let state = start;
  writeComment(line.comment, words);
  // White's moves have their number, black's where they are first or something stands between.
  let numbered = true;
  for (const move of line.moves) {
    if (state.player === 0 || numbered) words.push(`${state.fullmoves}${state.player === 0 ? "." : "..."}`);
    words.push(writeSan(move.action, state), ...move.glyphs.map((glyph) => `$${glyph}`));
    numbered = writeComment(move.comment, words) || move.variations.length > 0;
    writeVariations(move, state, words);
    state = afterMove(state, move.action);
  }
}

function writeVariations({ variations }: PgnMove, state: ChessState, words: string[]): void {
  for (const variation of variations) {
    if (variation.moves.length === 0) {
      throw new RangeError("games.writePgn: a variation has no moves; expected one at least. Take it out of the game.");
    }
    const inner: string[] = [];
    writeLine(variation, state, inner);
    const last = inner.at(-1)!;
    if (last.endsWith("\n")) inner.push("");
    inner[0] = `(${inner[0]}`;
    inner.push(`${inner.pop()})`);
    words.push(...inner);
  }
}

/** Whether there was something to write. */
function writeComment(comment: string, words: string[]): boolean {
  const parts = comment.split(/\s+/).filter((part) => part !== "");
  if (parts.length === 0) return false;
  // A brace ends the other kind of comment.
  if (comment.includes("}")) words.push(`; ${parts.join(" ")}\n`);
  else words.push(...`{${parts.join("\n")}}`.split("\n"));
  return true;
}

function wrap(words: readonly string[]): string {
  let text = "";
  let column = 0;
  for (const word of words) {
    if (column > 0 && column + 1 + word.length > WIDTH) {
      text += "\n";
      column = 0;
    }
    text += column > 0 ? ` ${word}` : word;
    column = word.endsWith("\n") ? 0 : column + (column > 0 ? 1 : 0) + word.length;
  }
  return text;
}
