export { type AdjustOptions, adjust } from "./augment/adjust.js";
export { type AugmentOptions, augment } from "./augment/augment.js";
export { blur } from "./augment/blur.js";
export { type NoiseOptions, noise } from "./augment/noise.js";
export type { Board } from "./board.js";
export { type ChessOptions, drawChess } from "./chess/draw-chess.js";
export { type PieceKind, type PieceSet, pieceKinds } from "./chess/piece-set.js";
export { type PieceSetName, pieceSetNames, pieceSets } from "./chess/piece-sets.js";
export { type ChessTheme, type ChessThemeName, chessThemeNames, chessThemes } from "./chess/themes.js";
export { type Color, color } from "./color.js";
export { type ConnectFourOptions, drawConnectFour } from "./connect-four/draw-connect-four.js";
export {
  type ConnectFourTheme,
  type ConnectFourThemeName,
  connectFourThemeNames,
  connectFourThemes,
  type Disc,
} from "./connect-four/themes.js";
export { type Counterfactual, counterfactual } from "./counterfactual.js";
export { draw } from "./draw.js";
export type { DrawOptions } from "./draw-marks.js";
export type { TileTheme } from "./draw-tiles.js";
export { drawFrozenLake, type FrozenLakeOptions } from "./frozen-lake/draw-frozen-lake.js";
export type { FrozenLakeTheme } from "./frozen-lake/theme.js";
export { type FrozenLakeThemeName, frozenLakeThemeNames, frozenLakeThemes } from "./frozen-lake/themes.js";
export { type RotateOptions, type Rotation, rotate, rotations } from "./geometry/rotate.js";
export { type WarpOptions, warp } from "./geometry/warp.js";
export type { Box, Picture, Place, Point, Quad, Truth } from "./picture.js";
export type { PictureOptions } from "./picture-options.js";
export { png } from "./png/png.js";
export type { Drawing, Shape } from "./shape/drawing.js";
export { drawSokoban, type SokobanOptions } from "./sokoban/draw-sokoban.js";
export type { SokobanTheme } from "./sokoban/theme.js";
export { type SokobanThemeName, sokobanThemeNames, sokobanThemes } from "./sokoban/themes.js";
export { type Theme, type ThemeName, themeNames, themes } from "./theme.js";
export { drawTicTacToe } from "./tic-tac-toe.js";
export { drawUltimateTicTacToe, ultimateTicTacToeBoard } from "./ultimate-tic-tac-toe.js";
