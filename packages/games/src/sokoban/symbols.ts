import type { SokobanState } from "./state.js";

/** `"xsb"`: `# @ + $ * .` and space, as level collections; `"gym"`: `# P S X √ O _`, as agents on gym-sokoban are prompted. */
export type SokobanSymbols = "xsb" | "gym";

/** Symbols by what lies on a cell: floor, wall, target; then floor and target under a box; then both under the player. */
const BY_CODE: Readonly<Record<SokobanSymbols, string>> = { xsb: " #.$*@+", gym: "_#OX√PS" };

const BOX = 3;
const PLAYER = 5;

/** What a symbol says of its cell. */
export interface Square {
  /** 0 floor, 1 wall, 2 target. */
  readonly cell: number;
  readonly box: boolean;
  readonly player: boolean;
}

/** Which symbols the text is written in. */
export function symbolsIn(text: string): SokobanSymbols {
  return /[OX√PS]/.test(text) ? "gym" : "xsb";
}

/** What the character stands for; null where it is none of the symbols. Floor is also `-` and `_`, as collections have it. */
export function squareOf(character: string, symbols: SokobanSymbols): Square | null {
  const known = BY_CODE[symbols].indexOf(symbols === "xsb" && /[-_]/.test(character) ? " " : character);
  if (known < 0) return null;
  const box = known >= BOX && known < PLAYER;
  const player = known >= PLAYER;
  const under = player ? known - PLAYER : known - BOX;
  return { cell: box || player ? 2 * under : known, box, player };
}

export function symbolOf(state: SokobanState, cell: number, symbols: SokobanSymbols): string {
  const code = state.cells[cell]!;
  const known = cell === state.player ? PLAYER + code / 2 : state.boxes[cell] === 1 ? BOX + code / 2 : code;
  return BY_CODE[symbols][known]!;
}
