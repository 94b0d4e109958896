export { type TicTacToeCounterfactualOptions, ticTacToeCounterfactual } from "./counterfactual.js";
export { drawTicTacToeQuestion, type TicTacToeDrawOptions } from "./draw-question.js";
export { type TicTacToeEvaluationQuestion, ticTacToeEvaluationQuestions } from "./evaluation-questions.js";
export { explainTicTacToe } from "./explanation.js";
export { type TicTacToeFacts, ticTacToeFacts } from "./facts.js";
export { ticTacToeFeatures } from "./features.js";
export { readTicTacToeMove, type TicTacToeMoveOptions, ticTacToeMoveQuestion } from "./move.js";
export { ticTacToePositionKey } from "./position-key.js";
export {
  type TicTacToeRow,
  type TicTacToeRowSource,
  ticTacToeRow,
  ticTacToeSearchOf,
  ticTacToeStateOf,
} from "./row.js";
export type { Mark } from "./state-text.js";
export { type TicTacToeQuestion, type TicTacToeTask, ticTacToeTasks } from "./task.js";
