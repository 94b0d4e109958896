import type { UltimateState } from "@vlm/games";
import type { Random } from "@vlm/types";
import { choose, chooseWeighted } from "../choose.js";
import { writeAnswer } from "../protocol.js";
import { judge } from "../question.js";
import { allowedPlace } from "./allowed-square.js";
import { prompt } from "./prompt.js";
import type { UltimateScene } from "./scene.js";
import { at } from "./square.js";
import { markOf } from "./symbols.js";
import type { UltimateQuestion } from "./task.js";

/**
 * Every square is one of these: on a closed board; taken, on an open board; empty, on an open board that is not the
 * allowed one; legal.
 */
export type SquareKind = "closed" | "taken" | "elsewhere" | "legal";

/** How often each kind is asked about, in percent; kinds that the position lacks leave their share to the others. */
const WEIGHTS: Readonly<Record<SquareKind, number>> = { closed: 20, taken: 20, elsewhere: 25, legal: 35 };

const STATES = ["Empty", "X", "O"] as const;

/**
 * May the player play here? Classes: `"true"` and `"false"`.
 *
 * A line before the JSON says what the picture shows at the square: a small model finds a place once it has written where
 * it looks, as STATE's `target_global` lets it, and then only has to put two and two together.
 */
export function legalityQuestion({ id, state }: UltimateScene, action: number): UltimateQuestion {
  const board = Math.floor(action / 9);
  const kind = kindOf(state, action);
  const taken = STATES[state.cells[action]!]!;
  const truth = String(kind === "legal");
  return {
    id: `${id}/LEGALITY`,
    task: "LEGALITY",
    messages: prompt(
      `May player ${markOf(state.player)} play board ${at(board)}, square ${at(action % 9)}? ` +
        "First say what is on the square and how its board is colored, then answer.",
    ),
    reference: `${at(board)} ${at(action % 9)}: ${taken}, ${colorOf(state, board)}\n${writeAnswer({
      step_1_square_state: taken,
      step_2_allowed_square: allowedPlace(state.forced),
      is_legal: kind === "legal",
      reason: reasonFor(kind, board, taken),
    })}`,
    truth,
    score: (text) => judge(text, truth, ({ is_legal: legal }) => (typeof legal === "boolean" ? String(legal) : null)),
  };
}

/** How a picture shows a board. */
function colorOf({ boards, forced }: UltimateState, board: number): "green" | "shaded" | "no color" {
  if (boards[board] !== 0) return "shaded";
  return forced === board ? "green" : "no color";
}

export function kindOf({ cells, boards, forced }: UltimateState, action: number): SquareKind {
  const board = Math.floor(action / 9);
  if (boards[board] !== 0) return "closed";
  if (cells[action] !== 0) return "taken";
  return forced >= 0 && forced !== board ? "elsewhere" : "legal";
}

/** A square to ask about, its kind drawn by weight. */
export function legalityTarget(state: UltimateState, random: Random): number {
  const actions: Record<SquareKind, number[]> = { closed: [], taken: [], elsewhere: [], legal: [] };
  for (let action = 0; action < 81; action++) actions[kindOf(state, action)].push(action);
  const share = (kind: SquareKind): number => (actions[kind].length > 0 ? WEIGHTS[kind] : 0);
  const kind = chooseWeighted(
    { closed: share("closed"), taken: share("taken"), elsewhere: share("elsewhere"), legal: share("legal") },
    random,
  );
  return choose(actions[kind], random);
}

function reasonFor(kind: SquareKind, board: number, taken: string): string {
  switch (kind) {
    case "closed":
      return `Board ${at(board)} is closed.`;
    case "taken":
      return `The square is taken by ${taken}.`;
    case "elsewhere":
      return `Board ${at(board)} is not the green board.`;
    case "legal":
      return "The square is empty and the board is allowed.";
  }
}
