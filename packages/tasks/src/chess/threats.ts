import { attackers, type ChessState } from "@vlm/games";
import { pythonJson } from "../json.js";
import { judgeObject } from "../question.js";
import { KING, kindCode, ownerOf, sideOf } from "./piece.js";
import { prompt } from "./prompt.js";
import type { ChessScene } from "./scene.js";
import { classOfSquares, SQUARES, squareName } from "./square.js";
import type { ChessQuestion } from "./task.js";

/** What does the other side attack? Classes: `"c3,f3"`, `"none"`. */
export function threatsQuestion(scene: ChessScene): ChessQuestion {
  const { player } = scene.state;
  const names = attacked(scene.state).map(squareName);
  const truth = classOfSquares(names)!;
  return {
    id: `${scene.id}/THREATS`,
    task: "THREATS",
    messages: prompt(
      `Which of ${sideOf(player)}'s pieces and pawns, the king apart, does ${sideOf(1 - player)} attack? Give their squares.`,
      scene,
    ),
    reference: pythonJson({ attacked: names }),
    truth,
    score: (text) => judgeObject(text, truth, ({ attacked: said }) => classOfSquares(said)),
  };
}

function attacked(state: ChessState): readonly number[] {
  const { squares, player } = state;
  return SQUARES.filter((square) => {
    const piece = squares[square]!;
    if (piece === 0 || ownerOf(piece) !== player || kindCode(piece) === KING) return false;
    return attackers(state, square, player === 0 ? 1 : 0).length > 0;
  });
}
