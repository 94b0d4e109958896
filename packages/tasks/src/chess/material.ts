import { pythonJson } from "../json.js";
import { judgeObject } from "../question.js";
import { pointsOf } from "./facts.js";
import { prompt } from "./prompt.js";
import type { ChessScene } from "./scene.js";
import type { ChessQuestion } from "./task.js";

/** How many points has each side? Classes: `"39-36"`, white's first. */
export function materialQuestion(scene: ChessScene): ChessQuestion {
  const points = { white: pointsOf(scene.state, 0), black: pointsOf(scene.state, 1) };
  const truth = classOf(points)!;
  return {
    id: `${scene.id}/MATERIAL`,
    task: "MATERIAL",
    messages: prompt("Count each side's points: pawn 1, knight and bishop 3, rook 5, queen 9.", scene),
    reference: pythonJson(points),
    truth,
    score: (text) => judgeObject(text, truth, classOf),
  };
}

function classOf({ white, black }: Readonly<Record<string, unknown>>): string | null {
  return Number.isSafeInteger(white) && Number.isSafeInteger(black) ? `${white}-${black}` : null;
}
