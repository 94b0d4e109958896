import { pythonJson } from "../json.js";
import { judgeObject } from "../question.js";
import { kingAttackers } from "./facts.js";
import { sideOf } from "./piece.js";
import { prompt } from "./prompt.js";
import type { ChessScene } from "./scene.js";
import { classOfSquares, squareName } from "./square.js";
import type { ChessQuestion } from "./task.js";

/** Which pieces give check? Classes: `"e8"`, `"d6,e8"`, `"none"`. */
export function checkQuestion(scene: ChessScene): ChessQuestion {
  const names = kingAttackers(scene.state).map(squareName);
  const truth = classOfSquares(names)!;
  return {
    id: `${scene.id}/CHECK`,
    task: "CHECK",
    messages: prompt(`Is ${sideOf(scene.state.player)}'s king in check, and from which squares?`, scene),
    reference: pythonJson({ in_check: names.length > 0, from: names }),
    truth,
    score: (text) => judgeObject(text, truth, ({ from }) => classOfSquares(from)),
  };
}
