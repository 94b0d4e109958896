import { type Color, color } from "../color.js";

/** How a chess board looks. */
export interface ChessTheme {
  readonly light: Color;
  readonly dark: Color;
  /** Around the board, where the picture is larger than it. */
  readonly background: Color;
  /** Names of files and ranks. */
  readonly label: Color;
  /** Mixed into the squares of the last move. */
  readonly lastMove: Color;
  /** Mixed into highlighted squares: green in every theme, as prompts say so. */
  readonly highlight: Color;
  /** What dark squares, or both, show besides their color; absent: nothing. */
  readonly pattern?: "hatched" | "grain";
}

const marks = { lastMove: color("#f5b83d"), highlight: color("#22c55e") };

export const chessThemes: Readonly<
  Record<"walnut" | "tournament" | "ocean" | "newspaper" | "midnight" | "rose", ChessTheme>
> = {
  walnut: {
    light: color("#eed9b6"),
    dark: color("#b07f56"),
    background: color("#6b4a30"),
    label: color("#f3e4c8"),
    pattern: "grain",
    ...marks,
  },
  tournament: {
    light: color("#eeeed2"),
    dark: color("#6f9553"),
    background: color("#f7f7ee"),
    label: color("#4d6b3a"),
    lastMove: color("#f5d33d"),
    highlight: color("#16d05f"),
  },
  ocean: {
    light: color("#dbe7ef"),
    dark: color("#7196b4"),
    background: color("#f4f8fb"),
    label: color("#43647f"),
    ...marks,
  },
  newspaper: {
    light: color("#ffffff"),
    dark: color("#ffffff"),
    background: color("#ffffff"),
    label: color("#000000"),
    pattern: "hatched",
    ...marks,
  },
  midnight: {
    light: color("#8b93ab"),
    dark: color("#4a5370"),
    background: color("#1d2233"),
    label: color("#b8c0d8"),
    ...marks,
  },
  rose: {
    light: color("#fbe6e4"),
    dark: color("#d28b94"),
    background: color("#fff6f4"),
    label: color("#8f4a56"),
    ...marks,
  },
};

export type ChessThemeName = keyof typeof chessThemes;

/** Names of all themes, in a fixed order. */
export const chessThemeNames: readonly ChessThemeName[] = Object.keys(chessThemes) as ChessThemeName[];
