import { ultimateTicTacToe as game, reflect, rotate } from "@vlm/games";
import { describe, expect, test } from "vitest";
import { randomOf } from "../random.js";
import { flatSearch, randomPositions, randomRows, rotations } from "./random-rows.test.kit.js";
import { positionKey, type Rotation, row, stateOf, type UltimateRow } from "./row.js";
import { actionOf, type Square, squareOf } from "./square.js";

const image = Uint8Array.of(137, 80, 78, 71);

/** A 3×3 place after a clockwise turn: what was at the bottom left is at the top left. */
const TURNED: Readonly<Record<Rotation, (row: number, column: number) => readonly [number, number]>> = {
  0: (row, column) => [row, column],
  90: (row, column) => [column, 2 - row],
  180: (row, column) => [2 - row, 2 - column],
  270: (row, column) => [2 - column, row],
};

/** A square's place among the picture's 9×9 after a clockwise turn, written apart from games. */
function turnSquare(square: Square, rotation: Rotation): Square {
  let row = 3 * square.global_row + square.local_row;
  let column = 3 * square.global_col + square.local_col;
  for (let turn = 0; turn < rotation; turn += 90) [row, column] = [column, 8 - row];
  return {
    global_row: Math.floor(row / 3),
    global_col: Math.floor(column / 3),
    local_row: row % 3,
    local_col: column % 3,
  };
}

/** The text's grid of nine lines, turned as a picture is. */
function turnText(ascii: string, rotation: Rotation): string {
  let lines = ascii.split("\n").map((line) => line.replaceAll(" ", ""));
  for (let turn = 0; turn < rotation; turn += 90) {
    lines = lines.map((_, row) => lines.map((_, column) => lines[8 - column]![row]).join(""));
  }
  return lines.map((line) => line.replace(/(...)(...)(...)/, "$1 $2 $3")).join("\n");
}

/** Every coordinate of an explanation names a board or a cell on its board. */
function turnWords(explanation: string, rotation: Rotation): string {
  return explanation.replace(/\((\d),( ?)(\d)\)/g, (_, row, space, column) => {
    return `(${TURNED[rotation](Number(row), Number(column)).join(`,${space}`)})`;
  });
}

/** The order of lists is the row's own business. */
function sorted<T>(items: readonly T[]): readonly string[] {
  return items.map((item) => JSON.stringify(item)).sort();
}

describe("the labels of a turned row", () => {
  const random = randomOf("turned rows");
  const cases = randomPositions(300, "turned rows").map((state) => ({ state, search: flatSearch(state, random) }));

  test.each(rotations)("at %d° are those of the upright row, turned by hand", (rotation) => {
    const turnPair = ([row, column]: readonly number[]): readonly number[] => TURNED[rotation](row!, column!);
    for (const { state, search } of cases) {
      const upright = row({ id: "a", game: 1, ply: 2, state, search, rotation: 0, image });
      const turned = row({ id: "a", game: 1, ply: 2, state, search, rotation, image });
      const moves = ({ legal_moves, visits, values }: UltimateRow, turn: Rotation): readonly string[] =>
        sorted(legal_moves.map((move, index) => [turnSquare(move, turn), visits[index], values[index]]));

      expect(turned.rotation_angle).toBe(rotation);
      expect(turned.player).toBe(upright.player);
      expect(turned.allowed_squares).toEqual(upright.allowed_squares && turnPair(upright.allowed_squares));
      expect(turned.best_move).toEqual(turnSquare(upright.best_move, rotation));
      expect(turned.chain_of_thought).toBe(turnWords(upright.chain_of_thought, rotation));
      expect(moves(turned, 0)).toEqual(moves(upright, rotation));
      expect(turned.ascii_board).toBe(turnText(upright.ascii_board, rotation));
      expect(sorted(turned.unplayable_boards)).toEqual(sorted(upright.unplayable_boards.map(turnPair)));
      expect(sorted(turned.global_state)).toEqual(
        sorted(upright.global_state.map(({ player, ...square }) => ({ ...turnSquare(square, rotation), player }))),
      );
    }
  });
});

const BOARD = `X.. ... ...
.O. ... ...
... ... ...
.X. O.. ...
... .X. ...
... .X. ...
... ... ...
... O.. ...
... ... ...`;

describe("an upright row", () => {
  const state = [40, 36, 0, 4, 43, 66, 28].reduce((position, action) => game.play(position, action), game.start());
  const search = flatSearch(state, randomOf("upright"));
  const upright = row({ id: "g3-p7", game: 3, ply: 7, state, search, rotation: 0, image });

  test("says what stands on the board", () => {
    expect(upright).toMatchObject({
      id: "g3-p7",
      game: 3,
      ply: 7,
      image: { bytes: image, path: null },
      player: 2,
      allowed_squares: [0, 1],
      best_move: squareOf(search.best),
      unplayable_boards: [],
      rotation_angle: 0,
    });
    expect(upright.ascii_board).toBe(BOARD);
    expect(upright.global_state[0]).toEqual({ global_row: 0, global_col: 0, local_row: 0, local_col: 0, player: 1 });
  });

  test("gives visits and values in the order of the legal moves", () => {
    expect(upright.legal_moves.map(actionOf)).toEqual(game.actions(state));
    upright.legal_moves.forEach((move, index) => {
      const known = search.actions.find((entry) => entry.action === actionOf(move))!;
      expect([upright.visits[index], upright.values[index]]).toEqual([known.visits, known.value]);
    });
  });
});

test("a row gives back the position its picture shows, and one key for all its symmetries", () => {
  for (const { state, row } of randomRows(200, "positions")) {
    expect(stateOf(row)).toEqual(rotate(state, row.rotation_angle / 90));
  }
  const random = randomOf("keys");
  const keys = randomPositions(50, "keys").map((state) => {
    const images = [state, reflect(state)].flatMap((position) =>
      rotations.map((rotation) =>
        positionKey(
          row({ id: "k", game: 0, ply: 0, state: position, search: flatSearch(position, random), rotation, image }),
        ),
      ),
    );
    expect(new Set(images).size).toBe(1);
    return images[0];
  });
  // The empty board may be among them more than once.
  expect(new Set(keys).size).toBeGreaterThan(40);
});

describe("the programmer's mistakes", () => {
  const state = game.start();
  const search = flatSearch(state, randomOf("mistakes"));
  const source = { id: "g0-p0", game: 0, ply: 0, state, search, rotation: 0 as Rotation, image };

  test("a rotation that is no quarter turn", () => {
    expect(() => row({ ...source, rotation: 45 as Rotation })).toThrow(
      "tasks.row: rotation is 45°; expected 0, 90, 180 or 270, clockwise. Turn the picture by one of these.",
    );
  });

  test("a search of another position", () => {
    expect(() => row({ ...source, state: game.play(state, 40) })).toThrow(
      "tasks.row: row g0-p0 has a search over 81 actions and a position with 8 legal ones; expected the same actions, at least one. Search the position itself, before it is turned.",
    );
  });
});
