import type { UltimateState } from "@vlm/games";
import type { MoveFacts } from "../../ultimate-tic-tac-toe/facts.js";
import { hasRow, put } from "../plain-grid.js";

/** A position as text: each board nine characters of "X", "O" and "."; rules by regular expressions, apart from games. */
export interface PlainPosition {
  readonly boards: readonly string[];
  readonly mark: "X" | "O";
  readonly forced: number | null;
}

export function positionOf(state: UltimateState): PlainPosition {
  const text = Array.from(state.cells, (cell) => ".XO"[cell]).join("");
  return {
    boards: text.match(/.{9}/g)!,
    mark: state.player === 0 ? "X" : "O",
    forced: state.forced < 0 ? null : state.forced,
  };
}

/** One character a board: who won it, "=" when drawn, "." while open. */
export function overview(boards: readonly string[]): string {
  return boards
    .map((nine) => (hasRow(nine, "X") ? "X" : hasRow(nine, "O") ? "O" : nine.includes(".") ? "." : "="))
    .join("");
}

/** Everything that `facts` tells, found by trying every square. */
export function truthOf({ boards, mark, forced }: PlainPosition, action: number): MoveFacts {
  const opponent = mark === "X" ? "O" : "X";
  const board = Math.floor(action / 9);
  const cell = action % 9;
  const winners = (nine: string): number[] =>
    [0, 1, 2, 3, 4, 5, 6, 7, 8].filter((index) => nine[index] === "." && hasRow(put(nine, index, mark), mark));
  const before = boards[board]!;
  const after = put(before, cell, mark);
  const whole = overview(boards);
  const wholeAfter = overview(boards.map((nine, index) => (index === board ? after : nine)));
  const winsGame = hasRow(wholeAfter, mark);
  const drawsGame = !winsGame && !wholeAfter.includes(".");
  const over = winsGame || drawsGame;
  return {
    mark,
    opponent,
    board,
    cell,
    forced: forced !== null,
    winsBoard: hasRow(after, mark),
    winsGame,
    fillsBoard: !hasRow(after, mark) && !after.includes("."),
    drawsGame,
    blocks: hasRow(put(before, cell, opponent), opponent),
    threats: hasRow(after, mark) ? [] : winners(after).filter((index) => !winners(before).includes(index)),
    gameThreats: over ? [] : winners(wholeAfter).filter((index) => !winners(whole).includes(index)),
    sendsTo: !over && wholeAfter[cell] === "." ? cell : null,
  };
}
