import { type ChessState, chess } from "@vlm/games";
import type { Random } from "@vlm/types";
import { choose, chooseWeighted } from "../choose.js";
import { pythonJson } from "../json.js";
import { judgeObject } from "../question.js";
import { kindCode, kindOf, ownerOf, sideOf } from "./piece.js";
import { prompt, told } from "./prompt.js";
import { type MoveKind, moveKind } from "./reach.js";
import type { ChessScene } from "./scene.js";
import { fromOf, SQUARES, squareName, toOf } from "./square.js";
import type { ChessQuestion } from "./task.js";

/** How often each kind is asked about, in percent; kinds that the position lacks leave their share to the others. */
const WEIGHTS: Readonly<Record<MoveKind, number>> = {
  legal: 50,
  exposed: 15,
  unreachable: 20,
  own: 5,
  foreign: 5,
  empty: 5,
};

/** Is the move legal? Classes: `"true"` and `"false"`. */
export function legalityQuestion(scene: ChessScene, action: number): ChessQuestion {
  const { id, state } = scene;
  const kind = moveKind(state, action, chess.actions(state));
  const truth = String(kind === "legal");
  return {
    id: `${id}/LEGALITY`,
    task: "LEGALITY",
    messages: prompt(`${told(state)} Is ${chess.write(action)} legal? First say what moves, then answer.`, scene),
    reference: pythonJson({
      step_1_piece: pieceName(state, fromOf(action)),
      is_legal: kind === "legal",
      reason: reasonFor(kind, state, action),
    }),
    truth,
    score: (text) =>
      judgeObject(text, truth, ({ is_legal: said }) => (typeof said === "boolean" ? String(said) : null)),
  };
}

/** A move to ask about, half the time a legal one. */
export function legalityTarget(state: ChessState, random: Random): number {
  const legal = chess.actions(state);
  const actions: Record<MoveKind, number[]> = {
    legal: [...legal],
    empty: [],
    foreign: [],
    own: [],
    exposed: [],
    unreachable: [],
  };
  for (const from of SQUARES) {
    for (const to of SQUARES) {
      if (from === to) continue;
      const action = withPromotion(state, from, to);
      const kind = moveKind(state, action, legal);
      if (kind !== "legal") actions[kind].push(action);
    }
  }
  const share = (kind: MoveKind): number => (actions[kind].length > 0 ? WEIGHTS[kind] : 0);
  const kind = chooseWeighted(
    {
      legal: share("legal"),
      exposed: share("exposed"),
      unreachable: share("unreachable"),
      own: share("own"),
      foreign: share("foreign"),
      empty: share("empty"),
    },
    random,
  );
  return choose(actions[kind], random);
}

/** The action between two squares, to a queen where a pawn ends. */
function withPromotion({ squares }: ChessState, from: number, to: number): number {
  const promotes = kindCode(squares[from]!) === 1 && (to >> 3 === 0 || to >> 3 === 7);
  return from | (to << 6) | (promotes ? 5 << 12 : 0);
}

/** `"white knight"`; null for an empty square. */
function pieceName({ squares }: ChessState, square: number): string | null {
  const piece = squares[square]!;
  return piece === 0 ? null : `${ownerOf(piece) === 0 ? "white" : "black"} ${kindOf(piece)}`;
}

function reasonFor(kind: MoveKind, state: ChessState, action: number): string {
  const { squares, player } = state;
  const [from, to] = [fromOf(action), toOf(action)];
  switch (kind) {
    case "legal":
      return `The ${kindOf(squares[from]!)} may go to ${squareName(to)}.`;
    case "empty":
      return `${squareName(from)} is empty.`;
    case "foreign":
      return `The ${kindOf(squares[from]!)} on ${squareName(from)} is ${sideOf(1 - player)}'s.`;
    case "own":
      return `${sideOf(player)}'s ${kindOf(squares[to]!)} stands on ${squareName(to)}.`;
    case "exposed":
      return `${sideOf(player)}'s king would be in check.`;
    case "unreachable":
      return `The ${kindOf(squares[from]!)} cannot go from ${squareName(from)} to ${squareName(to)}.`;
  }
}
