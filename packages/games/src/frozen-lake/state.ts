/** A moment of an episode on the frozen lake. Cells count columns × row + column from the top left. */
export interface FrozenLakeState {
  readonly rows: number;
  readonly columns: number;
  /** [rows × columns] 0 frozen, 1 hole, 2 goal, 3 start. */
  readonly cells: Uint8Array;
  /** The cell the agent stands on; in a hole or on the goal the episode is over. */
  readonly agent: number;
  /** Steps taken so far. */
  readonly steps: number;
  /** What the next slip is drawn from, 0 to 2³² − 1: equal states have equal futures. */
  readonly chance: number;
}

export const FROZEN = 0;
export const HOLE = 1;
export const GOAL = 2;
export const START = 3;

/** Whether an agent on a cell of this code goes on. */
export function isIce(code: number): boolean {
  return code === FROZEN || code === START;
}
