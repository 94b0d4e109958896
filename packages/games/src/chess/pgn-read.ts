import { readFen, START_FEN, writeFen } from "./fen.js";
import { afterMove } from "./legal-moves.js";
import {
  DEEPEST,
  JUDGEMENTS,
  type PgnGame,
  type PgnLine,
  type PgnMove,
  type PgnReading,
  type PgnResult,
} from "./pgn.js";
import { type PgnToken, pgnTokens } from "./pgn-tokens.js";
import { movesNamed } from "./san.js";
import type { ChessState } from "./state.js";

/**
 * Reads each game of a PGN text: headers, comments, variations, glyphs. A game with a problem does not spoil the others:
 * reading goes on with the next headers. Draws by rule do not end a game here, for players need not claim them.
 */
export function readPgn(text: string): PgnReading[] {
  const readings: PgnReading[] = [];
  let reader = new GameReader();
  for (const token of pgnTokens(text)) {
    // Headers that follow moves start a game, whether or not the last one told its result.
    if (token.kind === "header" && reader.moving) {
      readings.push(reader.finish(token));
      reader = new GameReader();
    }
    reader.take(token);
    if (token.kind === "result" && !reader.nested) {
      readings.push(reader.finish(token));
      reader = new GameReader();
    }
  }
  if (reader.begun) readings.push(reader.finish(reader.last!));
  return readings;
}

/** A line under construction, and the states at its end. */
interface OpenLine {
  readonly line: { comment: string; readonly moves: OpenMove[] };
  /** After its last move. */
  state: ChessState;
  /** Before its last move, where variations start. */
  before: ChessState;
}

interface OpenMove extends PgnMove {
  readonly glyphs: number[];
  comment: string;
  readonly variations: PgnLine[];
}

class GameReader {
  /** Whether there is a game to tell of, and whether its moves have begun; a comment alone is none. */
  begun = false;
  moving = false;
  last: PgnToken | null = null;
  readonly #headers = new Map<string, string>();
  #start: ChessState = readFen(START_FEN).state!;
  /** The game's line, then the variations that are open. */
  readonly #lines: OpenLine[] = [];
  #result: PgnResult | null = null;
  #problem: { readonly what: string; readonly at: PgnToken } | null = null;

  take(token: PgnToken): void {
    const { kind } = token;
    if (kind !== "comment") this.begun = true;
    if (kind !== "comment" && kind !== "header" && kind !== "problem") this.moving = true;
    this.last = token;
    if (this.#problem !== null) return;
    const what = token.kind === "header" ? this.#takeHeader(token) : this.#takeMovetext(token);
    if (what !== null) this.#problem = { what, at: token };
  }

  /** Whether a variation is open. */
  get nested(): boolean {
    return this.#lines.length > 1;
  }

  /** The game read so far; `end` is the token that ended it. */
  finish(end: PgnToken): PgnReading {
    if (this.#problem === null && this.nested) {
      this.#problem = { what: "the game ends within a variation; expected )", at: end };
    }
    if (this.#problem !== null) {
      const { what, at } = this.#problem;
      const { line, column } = at;
      return { game: null, problem: `line ${line}, column ${column}: ${what}`, line, column };
    }
    const said = this.#headers.get("Result");
    const result = this.#result ?? (said === "1-0" || said === "0-1" || said === "1/2-1/2" ? said : "*");
    const game: PgnGame = { headers: this.#headers, start: this.#start, line: this.#current().line, result };
    return { game, problem: null };
  }

  #current(): OpenLine {
    if (this.#lines.length === 0) this.#open(this.#start);
    return this.#lines.at(-1)!;
  }

  #open(state: ChessState): void {
    this.#lines.push({ line: { comment: "", moves: [] }, state, before: state });
  }

  #takeHeader({ text, value }: PgnToken): string | null {
    this.#headers.set(text, value);
    if (text === "Variant" && !/^(standard|chess)$/i.test(value)) {
      return `variant ${JSON.stringify(value)}; expected standard chess`;
    }
    if (text !== "FEN") return null;
    const reading = readFen(value);
    if (reading.state === null) return `the FEN tells no position: ${reading.problem}`;
    this.#start = reading.state;
    return null;
  }

  #takeMovetext(token: PgnToken): string | null {
    const current = this.#current();
    const move = current.line.moves.at(-1);
    switch (token.kind) {
      case "move":
        return this.#takeMove(current, token.text);
      case "comment": {
        const comment = token.text.replace(/\s+/g, " ").trim();
        const target = move ?? current.line;
        target.comment = [target.comment, comment].filter((part) => part !== "").join(" ");
        return null;
      }
      case "glyph":
      case "judgement": {
        const glyph = token.kind === "glyph" ? Number(token.text) : JUDGEMENTS.indexOf(token.text) + 1;
        if (move === undefined) return `${JSON.stringify(token.text)} before any move`;
        if (glyph > 255) return `glyph ${glyph}; expected 0 to 255`;
        move.glyphs.push(glyph);
        return null;
      }
      case "open":
        if (move === undefined) return "a variation before any move";
        if (this.#lines.length > DEEPEST) return `variations nested more than ${DEEPEST} deep`;
        this.#open(current.before);
        return null;
      case "close": {
        if (!this.nested) return ") without (";
        const { line } = this.#lines.pop()!;
        if (line.moves.length === 0) return "a variation without moves";
        this.#current().line.moves.at(-1)!.variations.push(line);
        return null;
      }
      case "result":
        if (this.nested) return "the result stands within a variation; expected )";
        this.#result = token.text as PgnResult;
        return null;
      default:
        return token.text;
    }
  }

  #takeMove(current: OpenLine, text: string): string | null {
    const { state } = current;
    const named = movesNamed(text, state);
    if (named.length !== 1) {
      const what = named.length === 0 ? "is no legal move" : `names ${named.length} legal moves`;
      return `${JSON.stringify(text)} ${what} in ${writeFen(state)}`;
    }
    const [action] = named as [number];
    current.line.moves.push({ action, glyphs: [], comment: "", variations: [] });
    current.before = state;
    current.state = afterMove(state, action);
    return null;
  }
}
