import type { Draw, Position } from "@vlm/types";
import { COUNT, DRAWN, FULL, HAS_LINE, NTH_SQUARE, OPEN, type Outcome, WON_BY_O, WON_BY_X } from "../grid.js";
import { writeReturns } from "../returns.js";
import { roll } from "./playout.js";
import type { UltimateState } from "./state.js";

/** A position of Ultimate Tic-Tac-Toe that changes in place, with one action a move. */
export class UltimatePosition implements Position<UltimateState> {
  /** [9] the squares of x on each board, and from bit 9 on those of o. */
  protected readonly marks: Int32Array = new Int32Array(9);
  /** The boards that are closed, and of these the ones won by x, and from bit 9 on by o. */
  protected closed = 0;
  protected won = 0;
  /** The fields of `UltimateState`. */
  protected forced = -1;
  protected player = 0;
  protected outcome: number = OPEN;

  private readonly rootMarks = new Int32Array(9);
  private rootClosed = 0;
  private rootWon = 0;
  private rootForced = -1;
  private rootPlayer = 0;
  private rootOutcome: number = OPEN;

  reset(state: UltimateState): void {
    const { cells, boards } = state;
    this.rootClosed = 0;
    this.rootWon = 0;
    for (let board = 0; board < 9; board++) {
      let marks = 0;
      for (let cell = 0; cell < 9; cell++) {
        const mark = cells[9 * board + cell]!;
        marks |= ((mark & 1) | ((mark & 2) << 8)) << cell;
      }
      this.rootMarks[board] = marks;
      const outcome = boards[board];
      if (outcome !== OPEN) this.rootClosed |= 1 << board;
      if (outcome === WON_BY_X) this.rootWon |= 1 << board;
      else if (outcome === WON_BY_O) this.rootWon |= 512 << board;
    }
    this.rootForced = state.forced;
    this.rootPlayer = state.player;
    this.rootOutcome = state.outcome;
    this.rewind();
  }

  rewind(): void {
    const { marks, rootMarks } = this;
    for (let board = 0; board < 9; board++) marks[board] = rootMarks[board]!;
    this.closed = this.rootClosed;
    this.won = this.rootWon;
    this.forced = this.rootForced;
    this.player = this.rootPlayer;
    this.outcome = this.rootOutcome;
  }

  state(): UltimateState {
    const cells = new Uint8Array(81);
    const boards = new Uint8Array(9);
    for (let board = 0; board < 9; board++) {
      const marks = this.marks[board]!;
      for (let cell = 0; cell < 9; cell++) cells[9 * board + cell] = codeOf(marks >> cell);
      if ((this.closed >> board) & 1) boards[board] = codeOf(this.won >> board) || DRAWN;
    }
    const { forced, player, outcome } = this;
    return { cells, boards, forced, player: player as 0 | 1, outcome: outcome as Outcome };
  }

  turn(): number {
    return this.player;
  }

  actions(into: Int32Array, offset: number): number {
    if (this.outcome !== OPEN) return 0;
    const first = Math.max(this.forced, 0);
    const last = this.forced < 0 ? 8 : this.forced;
    let end = offset;
    for (let board = first; board <= last; board++) {
      if ((this.closed >> board) & 1) continue;
      const empty = emptyOf(this.marks[board]!);
      const count = COUNT[empty]!;
      for (let nth = 0; nth < count; nth++) into[end++] = 9 * board + NTH_SQUARE[16 * empty + nth]!;
    }
    return end - offset;
  }

  play(action: number): void {
    const board = (action / 9) | 0;
    this.mark(board, action - 9 * board);
  }

  /** The player to move takes the cell. */
  protected mark(board: number, cell: number): void {
    const shift = 9 * this.player;
    const marks = this.marks[board]! | (1 << (shift + cell));
    this.marks[board] = marks;
    if (HAS_LINE[(marks >> shift) & FULL]) {
      this.closed |= 1 << board;
      this.won |= 1 << (shift + board);
      if (HAS_LINE[(this.won >> shift) & FULL]) this.outcome = this.player + 1;
    } else if (emptyOf(marks) === 0) {
      this.closed |= 1 << board;
    }
    if (this.outcome === OPEN && this.closed === FULL) this.outcome = DRAWN;
    if (this.outcome !== OPEN) {
      this.forced = cell;
    } else {
      this.forced = (this.closed >> cell) & 1 ? -1 : cell;
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
    return roll(this.marks, this.closed, this.won, this.forced, this.player, draw, false);
  }
}

/** The empty squares of a board. */
export function emptyOf(marks: number): number {
  return FULL & ~(marks | (marks >> 9));
}

/** 0, 1 for x or 2 for o, by bits 0 and 9. */
function codeOf(bits: number): number {
  return (bits & 1) | ((bits >> 8) & 2);
}
