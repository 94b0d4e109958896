import { Chess } from "chess.js";

/** What chess.js says of a position. */
export interface Opinion {
  /** Legal moves in UCI. */
  readonly moves: readonly string[];
  readonly checkmate: boolean;
  readonly stalemate: boolean;
  readonly draws: { readonly material: boolean; readonly repetition: boolean; readonly quiet: boolean };
}

/** A move as chess.js holds it: squares count 16 × row from rank 8 + file. */
interface InnerMove {
  readonly from: number;
  readonly to: number;
  readonly promotion?: string;
}

/** Its public `move` and `moves` write every move in SAN twice over, which takes twenty times as long as these. */
interface Inner {
  _moves(options?: { readonly square: string }): InnerMove[];
  _makeMove(move: InnerMove): void;
  _incPositionCount(): void;
  _moveToSan(move: InnerMove, moves: readonly InnerMove[]): string;
}

/** A game under chess.js's rules. */
export class Rival {
  readonly #chess: Chess = new Chess();
  readonly #inner: Inner = this.#chess as unknown as Inner;

  fen(): string {
    return this.#chess.fen();
  }

  opinion(): Opinion {
    const chess = this.#chess;
    const moves = this.#inner._moves().map(uci);
    return {
      moves,
      checkmate: moves.length === 0 && chess.isCheckmate(),
      stalemate: moves.length === 0 && chess.isStalemate(),
      draws: {
        material: chess.isInsufficientMaterial(),
        repetition: chess.isThreefoldRepetition(),
        quiet: chess.isDrawByFiftyMoves(),
      },
    };
  }

  /** Legal moves in UCI, in SAN. */
  sans(moves: readonly string[]): string[] {
    const all = this.#inner._moves();
    return moves.map((move) => this.#inner._moveToSan(find(move, all), all));
  }

  /** Plays a move in UCI. */
  play(move: string): void {
    this.#inner._makeMove(find(move, this.#inner._moves({ square: move.slice(0, 2) })));
    this.#inner._incPositionCount();
  }
}

function find(move: string, moves: readonly InnerMove[]): InnerMove {
  const found = moves.find((candidate) => uci(candidate) === move);
  if (found === undefined) throw new RangeError(`chess-oracle: chess.js does not know the move ${move}.`);
  return found;
}

function uci({ from, to, promotion = "" }: InnerMove): string {
  return square(from) + square(to) + promotion;
}

const square = (index: number): string => "abcdefgh"[index & 15]! + (8 - (index >> 4));
