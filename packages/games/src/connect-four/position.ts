import type { Draw, Position } from "@vlm/types";
import { COUNT, DRAWN, NTH_SQUARE, OPEN, type Outcome } from "../grid.js";
import { writeReturns } from "../returns.js";
import { hasFour, LEFT, RIGHT } from "./discs.js";
import { squareOf } from "./rules.js";
import { COLUMNS, type ConnectFourState, ROWS } from "./state.js";

/** A position of Connect Four that changes in place: two numbers a player, see discs.ts, and the columns' heights. */
export class ConnectFourPosition implements Position<ConnectFourState> {
  /** Discs of the player to move, then of the other; on a finished game those of the last player come first. */
  private ownLeft = 0;
  private ownRight = 0;
  private otherLeft = 0;
  private otherRight = 0;
  /** How many discs lie in a column, three bits each, column 0 lowest; and a bit for each column that is not full. */
  private heights = 0;
  private open = 0;
  private player = 0;
  private outcome: number = OPEN;

  private rootOwnLeft = 0;
  private rootOwnRight = 0;
  private rootOtherLeft = 0;
  private rootOtherRight = 0;
  private rootHeights = 0;
  private rootOpen = 0;
  private rootPlayer = 0;
  private rootOutcome: number = OPEN;

  reset(state: ConnectFourState): void {
    this.rootOwnLeft = 0;
    this.rootOwnRight = 0;
    this.rootOtherLeft = 0;
    this.rootOtherRight = 0;
    this.rootHeights = 0;
    this.rootOpen = 0b1111111;
    for (let cell = 0; cell < ROWS * COLUMNS; cell++) {
      const mark = state.cells[cell];
      if (mark === 0) continue;
      const square = squareOf(cell);
      if (mark === state.player + 1) {
        this.rootOwnLeft |= LEFT[square]!;
        this.rootOwnRight |= RIGHT[square]!;
      } else {
        this.rootOtherLeft |= LEFT[square]!;
        this.rootOtherRight |= RIGHT[square]!;
      }
      this.rootHeights += 1 << (3 * (cell % COLUMNS));
      if (cell >= COLUMNS * (ROWS - 1)) this.rootOpen ^= 1 << (cell % COLUMNS);
    }
    this.rootPlayer = state.player;
    this.rootOutcome = state.outcome;
    this.rewind();
  }

  rewind(): void {
    this.ownLeft = this.rootOwnLeft;
    this.ownRight = this.rootOwnRight;
    this.otherLeft = this.rootOtherLeft;
    this.otherRight = this.rootOtherRight;
    this.heights = this.rootHeights;
    this.open = this.rootOpen;
    this.player = this.rootPlayer;
    this.outcome = this.rootOutcome;
  }

  state(): ConnectFourState {
    const cells = new Uint8Array(ROWS * COLUMNS);
    for (let cell = 0; cell < ROWS * COLUMNS; cell++) {
      const square = squareOf(cell);
      if ((this.ownLeft & LEFT[square]!) | (this.ownRight & RIGHT[square]!)) cells[cell] = this.player + 1;
      else if ((this.otherLeft & LEFT[square]!) | (this.otherRight & RIGHT[square]!)) cells[cell] = 2 - this.player;
    }
    return { cells, player: this.player as 0 | 1, outcome: this.outcome as Outcome };
  }

  turn(): number {
    return this.player;
  }

  actions(into: Int32Array, offset: number): number {
    if (this.outcome !== OPEN) return 0;
    const count = COUNT[this.open]!;
    for (let nth = 0; nth < count; nth++) into[offset + nth] = NTH_SQUARE[16 * this.open + nth]!;
    return count;
  }

  play(action: number): void {
    const shift = 3 * action;
    const height = (this.heights >> shift) & 7;
    const left = this.ownLeft | LEFT[ROWS * action + height]!;
    const right = this.ownRight | RIGHT[ROWS * action + height]!;
    this.heights += 1 << shift;
    if (height === ROWS - 1) this.open ^= 1 << action;
    if (hasFour(left, right)) this.outcome = this.player + 1;
    else if (this.open === 0) this.outcome = DRAWN;
    if (this.outcome !== OPEN) {
      this.ownLeft = left;
      this.ownRight = right;
    } else {
      this.ownLeft = this.otherLeft;
      this.ownRight = this.otherRight;
      this.otherLeft = left;
      this.otherRight = right;
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
    let { ownLeft, ownRight, otherLeft, otherRight, heights, open } = this;
    let mark = this.player + 1;
    let count = COUNT[open]!;
    for (;;) {
      const column = NTH_SQUARE[16 * open + draw(count)]!;
      const shift = 3 * column;
      const height = (heights >> shift) & 7;
      const left = ownLeft | LEFT[ROWS * column + height]!;
      const right = ownRight | RIGHT[ROWS * column + height]!;
      if (hasFour(left, right)) return mark as Outcome;
      heights += 1 << shift;
      if (height === ROWS - 1) {
        open ^= 1 << column;
        if (--count === 0) return DRAWN;
      }
      ownLeft = otherLeft;
      ownRight = otherRight;
      otherLeft = left;
      otherRight = right;
      mark = 3 - mark;
    }
  }
}
