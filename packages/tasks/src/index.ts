export type { Problem } from "./protocol.js";
export { answered, type Outcome, type Question } from "./question.js";
export { regret } from "./regret.js";
export * from "./ultimate-tic-tac-toe/index.js";
