export type { Board } from "./board.js";
export { type Color, color } from "./color.js";
export { type DrawOptions, draw } from "./draw.js";
export { type Rotation, rotate, rotations } from "./rotate.js";
export { type Theme, type ThemeName, themeNames, themes } from "./theme.js";
export { drawUltimateTicTacToe, ultimateTicTacToeBoard } from "./ultimate-tic-tac-toe.js";
