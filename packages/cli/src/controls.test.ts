import type { Image } from "@vlm/types";
import { expect, test } from "vitest";
import { blank, otherRows } from "./controls.js";
import type { GameRow } from "./datagen/recipe.js";
import type { GameEntry } from "./games/game-entry.js";
import { ticTacToeEntry } from "./games/tic-tac-toe.js";

const image: Image = { width: 2, height: 1, data: new Uint8ClampedArray(8) };

/** Rows of game `g` by the keys of their positions; null: no picture. */
function others(games: readonly (readonly (string | null)[])[]): Record<string, string> {
  const rows: (GameRow & { readonly key: string | null })[] = games.flatMap((keys, game) =>
    keys.map((key, ply) => ({ id: `g${game}-p${ply}`, game, ply, image: null, key })),
  );
  const entry = { ...ticTacToeEntry, key: (row: { key: string }) => row.key } as unknown as GameEntry<unknown, GameRow>;
  const shown = new Set(rows.flatMap(({ id, key }) => (key === null ? [] : [id])));
  return Object.fromEntries(
    otherRows({ entry, rows: rows.toReversed(), picture: (id) => (shown.has(id) ? image : null) }),
  );
}

test("swaps pictures half way round the games, past those that show the same position", () => {
  expect(
    others([
      ["a", "b"],
      ["c", "d"],
    ]),
  ).toEqual({ "g0-p0": "g1-p0", "g0-p1": "g1-p1", "g1-p0": "g0-p0", "g1-p1": "g0-p1" });
  expect(
    others([
      ["a", "b"],
      ["a", "d"],
    ]),
  ).toEqual({ "g0-p0": "g1-p1", "g0-p1": "g1-p1", "g1-p0": "g0-p1", "g1-p1": "g0-p1" });
});

test("swaps nothing where there is no picture, and the same position where there is no other", () => {
  expect(others([["a", null], [null]])).toEqual({ "g0-p0": "g0-p0" });
  expect(others([["a"], ["a"], ["a"]])).toEqual({ "g0-p0": "g1-p0", "g1-p0": "g2-p0", "g2-p0": "g0-p0" });
  expect(others([[null]])).toEqual({});
});

test("blanks a picture to white of the same size", () => {
  expect(blank(image)).toEqual({ width: 2, height: 1, data: new Uint8ClampedArray(8).fill(255) });
});
