import type { UltimateState } from "@vlm/games";
import { type Counterfactual, paired } from "../counterfactual.js";
import { outcomeOf, SQUARES } from "../grid.js";
import { allowedSquareQuestion } from "./allowed-square.js";
import { legalityQuestion } from "./legality.js";
import type { UltimateScene } from "./scene.js";
import { stateQuestion } from "./state.js";
import type { UltimateQuestion, UltimateTask } from "./task.js";

export interface UltimateCounterfactualOptions {
  /** The questions' ids begin with it. */
  readonly id?: string;
}

/**
 * The position with one square changed: an empty one gets the mark of the player to move, and a mark of the other player
 * goes; the turn passes, and every board, the green one among them, stays as open or closed as it is.
 *
 * Null where no such position is consistent: the numbers of marks must fit the turn, and the player who moved last must
 * have a mark that sends to the green board, or to a closed one where none is green. Whether play can lead to the position
 * is not asked: where each move decides the next board, play hardly ever leads to two that differ in one mark.
 */
export function ultimateCounterfactual(
  state: UltimateState,
  square: number,
  { id = "counterfactual" }: UltimateCounterfactualOptions = {},
): Counterfactual<UltimateState, UltimateTask> | null {
  if (state.outcome !== 0 || !(square in state.cells)) {
    throw new Error(
      `tasks.ultimateCounterfactual: square ${square} of a position with outcome ${state.outcome}; expected one of 0 to 80, ` +
        "and an unfinished game. Take a position that can still be played.",
    );
  }
  const after = changed(state, square);
  if (after === null) return null;
  return {
    square,
    before: state,
    after,
    questions: paired(questions({ id: `${id}/before`, state }), questions({ id: `${id}/after`, state: after })),
  };
}

function changed(state: UltimateState, square: number): UltimateState | null {
  const mover = state.player + 1;
  const held = state.cells[square]!;
  const board = Math.floor(square / 9);
  if (held === mover || state.boards[board] !== 0) return null;
  const cells = state.cells.slice();
  cells[square] = held === 0 ? mover : 0;
  if (outcomeOf(cells, 9 * board) !== 0) return null;
  const after: UltimateState = { ...state, cells, player: state.player === 0 ? 1 : 0 };
  return isSent(after, mover) ? after : null;
}

/** Whether the player who moved last has a mark that leads to the allowed board, or to none where any is allowed. */
function isSent({ cells, boards, forced }: UltimateState, last: number): boolean {
  if (forced < 0 && cells.every((cell) => cell === 0)) return true;
  return cells.some((cell, at) => cell === last && (forced < 0 ? boards[at % 9] !== 0 : at % 9 === forced));
}

/** Everything that the rules alone can answer. */
function questions(scene: UltimateScene): readonly UltimateQuestion[] {
  const at = (place: number): UltimateScene => ({ ...scene, id: `${scene.id}/${place}` });
  return [
    allowedSquareQuestion(scene),
    ...SQUARES.map((board) => stateQuestion(at(board), board)),
    ...Array.from(scene.state.cells, (_, action) => legalityQuestion(at(action), action)),
  ];
}
