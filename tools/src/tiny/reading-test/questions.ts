import type { UltimateState } from "@vlm/games";
import { random } from "@vlm/mcts";
import { ultimateTicTacToeBoard } from "@vlm/render";
import { stateOf } from "@vlm/tasks";
import type { Image } from "@vlm/types";
import { matrix, sign, word } from "../lessons/reading.js";
import type { HeldOut } from "../pictures/held-out.js";
import { ninth } from "../pictures/place.js";

/** What a reader of boards must be able to say of one, in the words that both tiny checkpoints were taught. */
export const readingKinds = ["light", "shade", "cell", "block", "spaces", "board"] as const;
export type ReadingKind = (typeof readingKinds)[number];

export interface ReadingQuestion {
  readonly id: string;
  readonly kind: ReadingKind;
  readonly question: string;
  readonly answer: string;
  readonly picture: Image;
}

/** Questions of each kind about the first positions in a seeded order, one a position. */
export function readingQuestions(
  positions: readonly HeldOut[],
  { perKind, seed }: { perKind: number; seed: number },
): readonly ReadingQuestion[] {
  return readingKinds.flatMap((kind, stream) => {
    const next = random(seed, stream);
    const order = positions
      .map((position) => ({ position, lot: next() }))
      .sort((a, b) => a.lot - b.lot)
      .slice(0, perKind);
    return order.map(({ position: { row, picture } }) => ({
      id: `${row.id}/${kind}`,
      kind,
      picture,
      ...ask[kind](stateOf(row), (items) => items[Math.floor(next() * items.length)]!),
    }));
  });
}

type Choose = <T>(items: readonly T[]) => T;
type Asked = Readonly<Record<"question" | "answer", string>>;

const nine = [0, 1, 2, 3, 4, 5, 6, 7, 8] as const;
const marksOf = ({ cells }: UltimateState, block: number): number[] =>
  Array.from(cells.subarray(9 * block, 9 * block + 9));
const rowsOf = (marks: readonly number[]): number[][] => [0, 3, 6].map((first) => marks.slice(first, first + 3));

/** As STATE asks: a block with marks in it, if there is one. */
function anyBlock(state: UltimateState, choose: Choose): number {
  const marked = nine.filter((block) => marksOf(state, block).some((mark) => mark !== 0));
  return choose(marked.length > 0 ? marked : nine);
}

const ask: Readonly<Record<ReadingKind, (state: UltimateState, choose: Choose) => Asked>> = {
  light: ({ forced }) => ({
    question: "Which block is green?",
    answer: forced < 0 ? "No block is green." : ninth(forced),
  }),
  /** A shaded block and an open one equally often, where there are both. */
  shade({ boards }, choose) {
    const shaded = choose([true, false]);
    const some = nine.filter((block) => (boards[block] !== 0) === shaded);
    const block = choose(some.length > 0 ? some : nine);
    return { question: `Is block ${ninth(block)} shaded?`, answer: boards[block] !== 0 ? "yes" : "no" };
  },
  /** Crosses, rings and empty cells equally often, where there are such. */
  cell(state, choose) {
    const mark = choose([0, 1, 2]);
    const all = Array.from(state.cells.keys());
    const some = all.filter((action) => state.cells[action] === mark);
    const action = choose(some.length > 0 ? some : all);
    return {
      question: `What is in block ${ninth(Math.floor(action / 9))}, cell ${ninth(action % 9)}?`,
      answer: word(state.cells[action]!),
    };
  },
  block(state, choose) {
    const block = anyBlock(state, choose);
    return { question: `Give block ${ninth(block)} as rows.`, answer: matrix(rowsOf(marksOf(state, block))) };
  },
  spaces(state, choose) {
    const block = anyBlock(state, choose);
    const empty = marksOf(state, block).flatMap((mark, cell) => (mark === 0 ? [ninth(cell)] : []));
    return { question: `List the empty cells of block ${ninth(block)}.`, answer: empty.join(", ") || "none" };
  },
  board(state) {
    const { marks } = ultimateTicTacToeBoard(state);
    const lines = nine.map((row) => nine.map((column) => sign(marks[9 * row + column]!)).join(" "));
    return { question: "Read the whole picture.", answer: lines.join("\n") };
  },
};
