import type { Draw } from "@vlm/types";
import { COUNT, FULL, NTH_SQUARE, OPEN, type Outcome } from "../grid.js";
import { roll } from "../ultimate/playout.js";
import { emptyOf, UltimatePosition } from "../ultimate/position.js";

/** A position of Ultimate Tic-Tac-Toe that changes in place, with two actions for a free move. */
export class OpenSpielUltimatePosition extends UltimatePosition {
  override actions(into: Int32Array, offset: number): number {
    if (this.outcome !== OPEN) return 0;
    const legal = this.forced < 0 ? FULL & ~this.closed : emptyOf(this.marks[this.forced]!);
    const count = COUNT[legal]!;
    for (let nth = 0; nth < count; nth++) into[offset + nth] = NTH_SQUARE[16 * legal + nth]!;
    return count;
  }

  override play(action: number): void {
    if (this.forced < 0) this.forced = action;
    else this.mark(this.forced, action);
  }

  override roll(draw: Draw): Outcome {
    if (this.outcome !== OPEN) return this.outcome as Outcome;
    return roll(this.marks, this.closed, this.won, this.forced, this.player, draw, true);
  }
}
