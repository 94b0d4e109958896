import { DRAWN, EMPTY, OPEN, type Outcome } from "../grid.js";
import { hasFour, LEFT, RIGHT } from "./discs.js";
import { COLUMNS, type ConnectFourState, ROWS } from "./state.js";

export function start(): ConnectFourState {
  return { cells: new Uint8Array(ROWS * COLUMNS), player: 0, outcome: OPEN };
}

export function isLegal(state: ConnectFourState, action: number): boolean {
  return (
    state.outcome === OPEN && action >= 0 && action < COLUMNS && state.cells[COLUMNS * (ROWS - 1) + action] === EMPTY
  );
}

/** Legal actions in ascending order. */
export function actions(state: ConnectFourState): readonly number[] {
  const legal: number[] = [];
  for (let column = 0; column < COLUMNS; column++) if (isLegal(state, column)) legal.push(column);
  return legal;
}

export function play(state: ConnectFourState, action: number): ConnectFourState {
  if (!isLegal(state, action)) {
    const legal = actions(state).join(", ") || "none, as the game is over";
    throw new RangeError(
      `games.connectFour.play: action ${action} is illegal in this state; expected one of: ${legal}. Take an action from actions(state).`,
    );
  }
  const cells = state.cells.slice();
  let cell = action;
  while (cells[cell] !== EMPTY) cell += COLUMNS;
  const mark = state.player + 1;
  cells[cell] = mark;
  if (hasFourOf(cells, mark)) return { cells, player: state.player, outcome: mark as Outcome };
  if (!cells.includes(EMPTY)) return { cells, player: state.player, outcome: DRAWN };
  return { cells, player: state.player === 0 ? 1 : 0, outcome: OPEN };
}

/** Whether four of the marks are in a row. */
export function hasFourOf(cells: Uint8Array, mark: number): boolean {
  let left = 0;
  let right = 0;
  for (let cell = 0; cell < cells.length; cell++) {
    if (cells[cell] !== mark) continue;
    const square = squareOf(cell);
    left |= LEFT[square]!;
    right |= RIGHT[square]!;
  }
  return hasFour(left, right);
}

/** The number that `discs` gives to the cell. */
export function squareOf(cell: number): number {
  return ROWS * (cell % COLUMNS) + Math.floor(cell / COLUMNS);
}
