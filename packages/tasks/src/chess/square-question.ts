import type { ChessState } from "@vlm/games";
import type { Random } from "@vlm/types";
import { choose } from "../choose.js";
import { pythonJson } from "../json.js";
import { judgeObject } from "../question.js";
import { COLORS, kindOf, ownerOf, pieceNamed } from "./piece.js";
import { prompt } from "./prompt.js";
import type { ChessScene } from "./scene.js";
import { SQUARES, squareName } from "./square.js";
import type { ChessQuestion } from "./task.js";

/** What stands on a square? Classes: `"white knight"`, `"empty"`. */
export function squareQuestion(scene: ChessScene, square: number): ChessQuestion {
  const piece = scene.state.squares[square]!;
  const truth = classOf(piece);
  return {
    id: `${scene.id}/SQUARE`,
    task: "SQUARE",
    messages: prompt(`What stands on ${squareName(square)}? Give its color and kind, or null for both.`, scene),
    reference: pythonJson(
      piece === 0 ? { color: null, kind: null } : { color: COLORS[ownerOf(piece)], kind: kindOf(piece) },
    ),
    truth,
    score: (text) =>
      judgeObject(text, truth, ({ color, kind }) => {
        if (color === null && kind === null) return classOf(0);
        const named = pieceNamed(color, kind);
        return named === 0 ? null : classOf(named);
      }),
  };
}

/** A square to ask about: two times in three one with a piece on it. */
export function squareTarget({ squares }: ChessState, random: Random): number {
  const isTaken = random() < 2 / 3;
  return choose(
    SQUARES.filter((square) => (squares[square] !== 0) === isTaken),
    random,
  );
}

function classOf(piece: number): string {
  return piece === 0 ? "empty" : `${COLORS[ownerOf(piece)]} ${kindOf(piece)}`;
}
