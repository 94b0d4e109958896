import type { TicTacToeState } from "@vlm/games";
import { type Counterfactual, paired } from "../counterfactual.js";
import { outcomeOf, SQUARES } from "../grid.js";
import type { Shown } from "../shown.js";
import { legalityQuestion } from "./legality.js";
import type { TicTacToePosition } from "./position.js";
import { stateQuestion } from "./state.js";
import type { TicTacToeQuestion, TicTacToeTask } from "./task.js";
import { threatsQuestion } from "./threats.js";
import { turnQuestion } from "./turn.js";

export interface TicTacToeCounterfactualOptions {
  /** The questions' ids begin with it. */
  readonly id?: string;
  readonly shown?: Shown;
}

/**
 * The position with one square changed: an empty one gets the mark of the player to move, and a mark of the other player
 * goes. The turn passes with it, as the numbers of marks must tell it.
 *
 * Null where no other possible, unfinished position differs in this square alone: it holds a mark of the player to move,
 * or the mark would end the game. Questions about moves are left out, as only a search could answer them.
 */
export function ticTacToeCounterfactual(
  state: TicTacToeState,
  square: number,
  { id = "counterfactual", shown = "picture" }: TicTacToeCounterfactualOptions = {},
): Counterfactual<TicTacToeState, TicTacToeTask> | null {
  if (state.outcome !== 0 || !SQUARES.includes(square)) {
    throw new Error(
      `tasks.ticTacToeCounterfactual: square ${square} of a position with outcome ${state.outcome}; expected one of 0 to 8, ` +
        "and an unfinished game. Take a position that can still be played.",
    );
  }
  const after = changed(state, square);
  if (after === null) return null;
  return {
    square,
    before: state,
    after,
    questions: paired(
      questions({ id: `${id}/before`, state, shown }),
      questions({ id: `${id}/after`, state: after, shown }),
    ),
  };
}

function changed(state: TicTacToeState, square: number): TicTacToeState | null {
  const held = state.cells[square]!;
  if (held === state.player + 1) return null;
  const cells = state.cells.slice();
  cells[square] = held === 0 ? state.player + 1 : 0;
  if (outcomeOf(cells, 0) !== 0) return null;
  return { cells, player: state.player === 0 ? 1 : 0, outcome: 0 };
}

/** Everything that the rules alone can answer. */
function questions(position: TicTacToePosition): readonly TicTacToeQuestion[] {
  return [
    stateQuestion(position),
    turnQuestion(position),
    threatsQuestion(position),
    ...SQUARES.map((cell) => legalityQuestion({ ...position, id: `${position.id}/${cell}` }, cell)),
  ];
}
