import { readSokoban, rowsOf } from "./level.js";
import type { SokobanState } from "./state.js";

/** Far more than the largest level takes. */
const LONGEST = 20_000;
const LINE = /^([#@+$*.|-]+) (\d{1,15})$/;

/** A state in one line: the level in XSB with `-` for floor and `|` between rows, then the steps: `"#####|#@$.#|##### 0"`. */
export function encodeSokoban(state: SokobanState): string {
  return `${rowsOf(state, "xsb", "").join("|").replaceAll(" ", "-")} ${state.steps}`;
}

/** The state that `encodeSokoban` wrote; null for any other text. */
export function decodeSokoban(text: string): SokobanState | null {
  const [, level, steps] = (text.length <= LONGEST && LINE.exec(text)) || [];
  if (level === undefined) return null;
  const { state: read } = readSokoban(level.replaceAll("|", "\n"));
  if (read === null) return null;
  const state = { ...read, steps: Number(steps) };
  // Comparing with what encode writes rejects what reading mends, such as floor outside the walls.
  return encodeSokoban(state) === text ? state : null;
}
