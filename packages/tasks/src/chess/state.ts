import { writeFen } from "@vlm/games";
import { pythonJson } from "../json.js";
import { readObject } from "../protocol.js";
import { metadataOf, piecesOf } from "./position-json.js";
import { prompt, told } from "./prompt.js";
import { readChessPosition, scoreChessReading } from "./reading.js";
import type { ChessScene } from "./scene.js";
import type { ChessQuestion } from "./task.js";

/**
 * What stands where? What no picture shows is told, so that nothing must be guessed. Classes: FEN; `squares` counts single
 * ones, and `scoreChessReading` tells more.
 */
export function stateQuestion(scene: ChessScene): ChessQuestion {
  const { id, state, bottom } = scene;
  const truth = writeFen(state);
  const counts = `Half-move clock ${state.halfmoves}, move ${state.fullmoves}.`;
  return {
    id: `${id}/STATE`,
    task: "STATE",
    messages: prompt(`${told(state)} ${counts} Give the position as JSON with pieces and metadata.`, scene),
    reference: pythonJson({
      pieces: piecesOf(state, bottom).map((piece) => ({ ...piece })),
      metadata: { ...metadataOf(state) },
    }),
    truth,
    score(text) {
      const { fen, problem } = readChessPosition(text);
      return {
        validJson: readObject(text).json !== null,
        correct: fen === truth,
        predicted: fen,
        problem,
        squares: scoreChessReading(text, state, { bottom }).squares,
      };
    },
  };
}
