export { type DrawOptions, drawQuestion } from "./draw-question.js";
export { type EvaluationQuestion, evaluationQuestions } from "./evaluation-questions.js";
export { explain } from "./explanation.js";
export { facts, type MoveFacts } from "./facts.js";
export { features } from "./features.js";
export { type LegalAnswer, legalAnswer, moveQuestion, readMove } from "./move.js";
export { positionKey, type Rotation, type RowSource, row, stateOf, type UltimateRow } from "./row.js";
export type { BoardPlace, Square } from "./square.js";
export { type UltimateQuestion, type UltimateTask, ultimateTasks } from "./task.js";
