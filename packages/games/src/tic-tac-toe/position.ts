import type { Draw, Position } from "@vlm/types";
import { COUNT, DRAWN, FULL, HAS_LINE, NTH_SQUARE, O, OPEN, type Outcome, squaresOf, X } from "../grid.js";
import { writeReturns } from "../returns.js";
import type { TicTacToeState } from "./state.js";

/** A position of Tic-Tac-Toe that changes in place: two sets of squares. */
export class TicTacToePosition implements Position<TicTacToeState> {
  /** Squares of the player to move, and of the other; on a finished game those of the last player come first. */
  private own = 0;
  private other = 0;
  private player = 0;
  private outcome: number = OPEN;
  private rootOwn = 0;
  private rootOther = 0;
  private rootPlayer = 0;
  private rootOutcome: number = OPEN;

  reset(state: TicTacToeState): void {
    this.rootOwn = squaresOf(state.cells, state.player === 0 ? X : O);
    this.rootOther = squaresOf(state.cells, state.player === 0 ? O : X);
    this.rootPlayer = state.player;
    this.rootOutcome = state.outcome;
    this.rewind();
  }

  rewind(): void {
    this.own = this.rootOwn;
    this.other = this.rootOther;
    this.player = this.rootPlayer;
    this.outcome = this.rootOutcome;
  }

  state(): TicTacToeState {
    const cells = new Uint8Array(9);
    for (let cell = 0; cell < 9; cell++) {
      if ((this.own >> cell) & 1) cells[cell] = this.player + 1;
      else if ((this.other >> cell) & 1) cells[cell] = 2 - this.player;
    }
    return { cells, player: this.player as 0 | 1, outcome: this.outcome as Outcome };
  }

  turn(): number {
    return this.player;
  }

  actions(into: Int32Array, offset: number): number {
    if (this.outcome !== OPEN) return 0;
    const empty = FULL & ~(this.own | this.other);
    const count = COUNT[empty]!;
    for (let nth = 0; nth < count; nth++) into[offset + nth] = NTH_SQUARE[16 * empty + nth]!;
    return count;
  }

  play(action: number): void {
    const own = this.own | (1 << action);
    if (HAS_LINE[own]) {
      this.own = own;
      this.outcome = this.player + 1;
    } else if ((own | this.other) === FULL) {
      this.own = own;
      this.outcome = DRAWN;
    } else {
      this.own = this.other;
      this.other = own;
      this.player = 1 - this.player;
    }
  }

  result(returns: Float64Array): boolean {
    if (this.outcome === OPEN) return false;
    writeReturns(this.outcome, returns);
    return true;
  }

  playout(draw: Draw, returns: Float64Array): void {
    writeReturns(this.roll(draw), returns);
  }

  /** How one game of uniformly random actions from here ends. The position stays. */
  roll(draw: Draw): Outcome {
    if (this.outcome !== OPEN) return this.outcome as Outcome;
    let own = this.own;
    let other = this.other;
    let mark = this.player + 1;
    let empty = FULL & ~(own | other);
    for (let count = COUNT[empty]!; count > 0; count--) {
      const bit = 1 << NTH_SQUARE[16 * empty + draw(count)]!;
      const taken = own | bit;
      if (HAS_LINE[taken]) return mark as Outcome;
      own = other;
      other = taken;
      empty ^= bit;
      mark = 3 - mark;
    }
    return DRAWN;
  }
}
