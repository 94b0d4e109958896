import { LOSS, WIN } from "./prove.js";
import type { SearchedAction } from "./result.js";

/** Above 0 where the first is the better final choice: proven win, then visits, then value; proven loss last. */
export function rank<Action>(first: SearchedAction<Action>, second: SearchedAction<Action>): number {
  return (
    certainty(first.proven) - certainty(second.proven) || first.visits - second.visits || first.value - second.value
  );
}

function certainty(proven: number | null): number {
  return proven === WIN ? 1 : proven === LOSS ? -1 : 0;
}
