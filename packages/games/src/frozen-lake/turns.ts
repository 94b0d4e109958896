import type { Direction } from "../direction.js";

/** In gymnasium's order, so that an action's place here is its number there. Neighbours in the list are at right angles. */
export const TURNS: readonly Direction[] = ["left", "down", "right", "up"];
