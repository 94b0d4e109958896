import type { Draw, Position } from "@vlm/types";
import { Board } from "./board.js";
import { type ChessEnd, endOf } from "./end.js";
import { generate, MOST_MOVES } from "./generate.js";
import { sortMoves } from "./legal-moves.js";
import type { DrawLimits } from "./limits.js";
import { make } from "./make.js";
import { playout } from "./playout.js";
import type { ChessState } from "./state.js";

/** A position to search on in place. */
export class ChessPosition implements Position<ChessState> {
  readonly #board: Board = new Board();
  readonly #limits: DrawLimits;
  readonly #moves: Int32Array = new Int32Array(MOST_MOVES);
  /** Legal moves in `#moves`, sorted; −1 until they are asked for. */
  #count = -1;

  constructor(limits: DrawLimits) {
    this.#limits = limits;
  }

  reset(state: ChessState): void {
    this.#board.reset(state);
    this.#count = -1;
  }

  rewind(): void {
    this.#board.rewind();
    this.#count = -1;
  }

  state(): ChessState {
    return this.#board.state();
  }

  turn(): number {
    return this.#board.own === 0 ? 0 : 1;
  }

  actions(into: Int32Array, offset: number): number {
    if (this.end() !== null) return 0;
    for (let index = 0; index < this.#count; index++) into[offset + index] = this.#moves[index]!;
    return this.#count;
  }

  play(action: number): void {
    make(this.#board, action);
    this.#count = -1;
  }

  result(returns: Float64Array): boolean {
    const end = this.end();
    if (end === null) return false;
    const mover = this.turn();
    returns[mover] = end === "checkmate" ? -1 : 0;
    returns[1 - mover] = end === "checkmate" ? 1 : 0;
    return true;
  }

  playout(draw: Draw, returns: Float64Array): void {
    playout(this.#board, draw, returns, this.#limits);
    this.#count = -1;
  }

  /** How the game is over; null while it is on. */
  end(): ChessEnd | null {
    return endOf(this.#board, this.#generate(), this.#limits);
  }

  #generate(): number {
    if (this.#count < 0) {
      this.#count = generate(this.#board, this.#moves, 0);
      sortMoves(this.#moves, 0, this.#count);
    }
    return this.#count;
  }
}
