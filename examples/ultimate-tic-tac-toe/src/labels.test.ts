import { ultimateTicTacToe as game, type UltimateState } from "@vlm/games";
import { random, search } from "@vlm/mcts";
import { type Color, drawUltimateTicTacToe, rotations, type Theme, themeNames, themes } from "@vlm/render";
import { row } from "@vlm/tasks";
import type { Image } from "@vlm/types";
import { expect, test } from "vitest";

/** What a picture shows, read from its pixels alone, by rows as seen. */
interface Seen {
  /** 9 × 9: 0 nothing, 1 a cross, 2 a ring. */
  readonly marks: readonly (readonly number[])[];
  readonly green: readonly (readonly [row: number, column: number])[];
  readonly shaded: readonly (readonly [row: number, column: number])[];
}

function look(image: Image, theme: Theme): Seen {
  const cell = image.width / 9;
  const at = (x: number, y: number): string => {
    const offset = 4 * (Math.floor(y) * image.width + Math.floor(x));
    return Array.from(image.data.subarray(offset, offset + 3)).join();
  };
  const is = (seen: string, color: Color): boolean => seen === color.join();
  const marks = Array.from({ length: 9 }, (_, y) =>
    Array.from({ length: 9 }, (_, x) => {
      const ground = at(x * cell + cell / 8, y * cell + cell / 8);
      // The middle of a cross, and of the pen that draws a ring's left edge.
      const ring = cell / 2 - (theme.markScale / 2 - theme.stroke / 2) * cell;
      if (at(x * cell + cell / 2, y * cell + cell / 2) !== ground) return 1;
      return at(x * cell + ring, y * cell + cell / 2) !== ground ? 2 : 0;
    }),
  );
  const blocks = Array.from({ length: 9 }, (_, index) => [Math.floor(index / 3), index % 3] as const);
  const ground = (row: number, column: number): string => at(3 * column * cell + cell / 8, 3 * row * cell + cell / 8);
  return {
    marks,
    green: blocks.filter(([row, column]) => is(ground(row, column), theme.highlight)),
    shaded: blocks.filter(([row, column]) => theme.closed.some((color) => is(ground(row, column), color))),
  };
}

test("the labels of a row are what one reads off its picture, however it is turned", () => {
  const next = random(21);
  let turned = 0;
  for (let index = 0; index < 120; index++) {
    let state: UltimateState = game.start();
    for (let left = Math.floor(60 * next()); left > 0; left--) {
      const actions = game.actions(state);
      const after = game.play(state, actions[Math.floor(actions.length * next())]!);
      if (game.result(after)) break;
      state = after;
    }
    const rotation = rotations[index % 4]!;
    const theme = themes[themeNames[Math.floor(themeNames.length * next())]!];
    const seen = look(drawUltimateTicTacToe(state, { rotation, theme }), theme);
    const found = search(game, state, { simulations: 20, seed: index });
    const labels = row({ id: "x", game: 0, ply: 0, state, search: found, rotation, image: new Uint8Array() });

    const marks = Array.from({ length: 9 }, () => Array<number>(9).fill(0));
    for (const { global_row, global_col, local_row, local_col, player } of labels.global_state) {
      marks[3 * global_row + local_row]![3 * global_col + local_col] = player;
    }
    expect(seen.marks).toEqual(marks);
    expect(seen.green).toEqual(labels.allowed_squares ? [labels.allowed_squares] : []);
    expect(seen.shaded).toEqual([...labels.unplayable_boards].sort(([a, b], [c, d]) => a! - c! || b! - d!));
    // A legal move, and the best one, lies on an empty cell of an open board, the green one where there is one.
    for (const { global_row, global_col, local_row, local_col } of [labels.best_move, ...labels.legal_moves]) {
      expect(seen.marks[3 * global_row + local_row]![3 * global_col + local_col]).toBe(0);
      expect(seen.shaded).not.toContainEqual([global_row, global_col]);
      if (seen.green.length > 0) expect(seen.green).toEqual([[global_row, global_col]]);
    }
    if (rotation !== 0 && labels.global_state.length > 5) turned++;
  }
  expect(turned).toBeGreaterThan(50);
});
