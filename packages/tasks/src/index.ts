export type { Counterfactual, PairedQuestion } from "./counterfactual.js";
export type { EvaluationOptions } from "./evaluation-set.js";
export type { Feature } from "./feature.js";
export type { Problem } from "./protocol.js";
export { answered, type Outcome, type Question } from "./question.js";
export { regret } from "./regret.js";
export * from "./tic-tac-toe/index.js";
export * from "./ultimate-tic-tac-toe/index.js";
