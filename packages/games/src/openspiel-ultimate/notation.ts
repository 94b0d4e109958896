import { parse as parseMark, write as writeMark } from "../tic-tac-toe/notation.js";
import type { UltimateState } from "../ultimate/state.js";

const NUMBER = /^\s*([0-8])\s*$/;
const BOARD = /^\s*Choose local board ([0-8])\s*$/;
const CELL = /^\s*Local board ([0-8]): (.*)$/s;

/** `"Choose local board 4"`, then `"Local board 4: x(1,1)"`; without a state, which alone knows the one from the other, `"4"`. */
export function write(action: number, state?: UltimateState): string {
  if (state === undefined) return String(action);
  return state.forced < 0 ? `Choose local board ${action}` : `Local board ${state.forced}: ${writeMark(action, state)}`;
}

/** The action that the text names, legal or not; null when it names none, another board's, or the other player's mark. */
export function parse(text: string, state: UltimateState): number | null {
  const number = (state.forced < 0 ? BOARD.exec(text) : null) ?? NUMBER.exec(text);
  if (number !== null) return Number(number[1]);
  const cell = CELL.exec(text);
  return cell !== null && Number(cell[1]) === state.forced ? parseMark(cell[2]!, state) : null;
}
