import type { Random } from "@vlm/types";
import { COUNT, DRAWN, FULL, HAS_LINE, NTH_SQUARE, O, OPEN, type Outcome, squaresOf, X } from "../grid.js";
import type { TicTacToeState } from "./state.js";

/** Plays uniformly random actions to the end. */
export function playout(state: TicTacToeState, random: Random): Outcome {
  if (state.outcome !== OPEN) return state.outcome;
  let own = squaresOf(state.cells, state.player === 0 ? X : O);
  let other = squaresOf(state.cells, state.player === 0 ? O : X);
  let mark = state.player + 1;
  for (;;) {
    const empty = FULL & ~(own | other);
    if (empty === 0) return DRAWN;
    own |= 1 << NTH_SQUARE[16 * empty + ((random() * COUNT[empty]!) | 0)]!;
    if (HAS_LINE[own]) return mark as Outcome;
    const moved = own;
    own = other;
    other = moved;
    mark = 3 - mark;
  }
}
