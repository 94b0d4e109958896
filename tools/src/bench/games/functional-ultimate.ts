import type { Game, Random } from "@vlm/types";

/** Ultimate Tic-Tac-Toe as its user may write it: immutable states and a `playout`, nothing of our own rules. */
export interface State {
  /** [18] the squares that x holds on boards 0 to 8, then those of o, as bits. */
  readonly held: readonly number[];
  /** [2] the boards that x has won, and those of o, as bits. */
  readonly won: readonly number[];
  /** The board to play on; −1: any open one. */
  readonly board: number;
  readonly player: number;
}

const FULL = 0b111_111_111;
const ROWS: readonly number[] = [
  0b111, 0b111_000, 0b111_000_000, 0b1_001_001, 0b10_010_010, 0b100_100_100, 0b100_010_001, 0b1_010_100,
];
const LINE: Uint8Array = Uint8Array.from({ length: 512 }, (_, bits) =>
  ROWS.some((row) => (bits & row) === row) ? 1 : 0,
);
const SQUARES: readonly (readonly number[])[] = Array.from({ length: 512 }, (_, bits) =>
  [0, 1, 2, 3, 4, 5, 6, 7, 8].filter((square) => (bits >> square) & 1),
);

/** Empty squares of an open board; none of one that is over. */
function free({ held }: State, board: number): number {
  const x = held[board]!;
  const o = held[9 + board]!;
  return LINE[x] || LINE[o] ? 0 : FULL & ~(x | o);
}

function result(state: State): readonly number[] | null {
  const [x, o] = state.won as [number, number];
  if (LINE[x]) return [1, -1];
  if (LINE[o]) return [-1, 1];
  if (state.board >= 0) return null;
  for (let board = 0; board < 9; board++) if (free(state, board) !== 0) return null;
  return [0, 0];
}

function actions(state: State): number[] {
  const legal: number[] = [];
  if (result(state) !== null) return legal;
  const first = Math.max(0, state.board);
  const last = state.board < 0 ? 8 : state.board;
  for (let board = first; board <= last; board++) {
    for (const square of SQUARES[free(state, board)]!) legal.push(9 * board + square);
  }
  return legal;
}

function play(state: State, action: number): State {
  const board = Math.floor(action / 9);
  const square = action % 9;
  const onBoard = state.board < 0 || state.board === board;
  if (!onBoard || !((free(state, board) >> square) & 1) || result(state) !== null) {
    throw new RangeError(`action ${action} is illegal`);
  }
  const { player } = state;
  const held = state.held.slice();
  held[9 * player + board]! |= 1 << square;
  const won = LINE[held[9 * player + board]!] ? state.won.slice() : state.won;
  if (won !== state.won) (won as number[])[player]! |= 1 << board;
  const after: State = { held, won, board: -1, player: 1 - player };
  return free(after, square) === 0 ? after : { ...after, board: square };
}

const held = new Int32Array(18);
const empty = new Int32Array(9);

/** One random game, on arrays of its own that no state shares. */
function playout(state: State, random: Random): readonly number[] {
  const over = result(state);
  if (over) return over;
  let [x, o] = state.won as [number, number];
  let room = 0;
  for (let board = 0; board < 9; board++) {
    held[board] = state.held[board]!;
    held[9 + board] = state.held[9 + board]!;
    empty[board] = free(state, board);
    room += SQUARES[empty[board]!]!.length;
  }
  let { board, player } = state;
  while (room > 0) {
    let choice: number;
    if (board >= 0) choice = Math.floor(random() * SQUARES[empty[board]!]!.length);
    else {
      choice = Math.floor(random() * room);
      board = 0;
      while (choice >= SQUARES[empty[board]!]!.length) choice -= SQUARES[empty[board++]!]!.length;
    }
    const square = SQUARES[empty[board]!]![choice]!;
    const at = 9 * player + board;
    held[at]! |= 1 << square;
    empty[board]! ^= 1 << square;
    room--;
    if (LINE[held[at]!]) {
      room -= SQUARES[empty[board]!]!.length;
      empty[board] = 0;
      if (player === 0) x |= 1 << board;
      else o |= 1 << board;
      if (LINE[x]) return [1, -1];
      if (LINE[o]) return [-1, 1];
    }
    board = empty[square] === 0 ? -1 : square;
    player = 1 - player;
  }
  return [0, 0];
}

export const functionalUltimate: Game<State, number> = {
  name: "functional_ultimate_tic_tac_toe",
  players: 2,
  start: () => ({ held: new Array<number>(18).fill(0), won: [0, 0], board: -1, player: 0 }),
  turn: (state) => state.player,
  actions,
  play,
  result,
  write: (action) => `${Math.floor(action / 9)} ${action % 9}`,
  read(text, state) {
    const [, board, square] = /^([0-8]) ([0-8])$/.exec(text) ?? [];
    const action = 9 * Number(board) + Number(square);
    return actions(state).includes(action) ? action : null;
  },
  playout,
};
