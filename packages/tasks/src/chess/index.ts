export { type ChessCounterfactualOptions, chessCounterfactual } from "./counterfactual.js";
export { type ChessDrawOptions, drawChessQuestion } from "./draw-question.js";
export { type ChessEvaluationQuestion, chessEvaluationQuestions } from "./evaluation-questions.js";
export { explainChess } from "./explanation.js";
export { type ChessFacts, chessFacts } from "./facts.js";
export { chessFeatures } from "./features.js";
export { type ChessMoveOptions, chessMoveQuestion, readChessMove } from "./move.js";
export type { ChessColor, ChessKind, ChessPiece } from "./piece.js";
export type { ChessMetadata } from "./position-json.js";
export {
  type ChessReading,
  type ChessReadingOptions,
  type ChessReadingScore,
  readChessPosition,
  scoreChessReading,
} from "./reading.js";
export {
  type ChessRow,
  type ChessRowSource,
  chessPositionKey,
  chessRow,
  chessSearchOf,
  chessStateOf,
} from "./row.js";
export { type ChessQuestion, type ChessTask, chessTasks } from "./task.js";
