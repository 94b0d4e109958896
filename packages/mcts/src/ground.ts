import type { Draw, Position } from "@vlm/types";

/**
 * What a search stands on: a position that it plays from the root to a node of the tree, again for every simulation.
 *
 * A `Position` is one; `StateGround` makes one of a game that has none.
 */
export interface Ground<State> extends Omit<Position<State>, "play"> {
  /** @param node where the action leads; equal numbers mean equal positions until the next `reset` */
  play(action: number, node: number): void;
  playout(draw: Draw, returns: Float64Array): void;
}
