export { type ChessExplanationOptions, checkChessExplanation } from "./testing/chess/check-explanation.js";
export type { CheckedClaim } from "./testing/claim.js";
export { checkTicTacToeExplanation } from "./testing/tic-tac-toe/check-explanation.js";
export { checkExplanation } from "./testing/ultimate-tic-tac-toe/check-explanation.js";
