export { ultimateTicTacToe } from "./ultimate/game.js";
export type { UltimateState } from "./ultimate/state.js";
