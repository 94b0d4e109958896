import type { ConnectFourState, FrozenLakeState, SokobanState } from "@vlm/games";
import { describe, expect, it } from "vitest";
import { hashOf } from "./golden.test.kit.js";
import {
  connectFourThemeNames,
  drawConnectFour,
  drawFrozenLake,
  drawSokoban,
  drawTicTacToe,
  frozenLakeThemeNames,
  type Picture,
  sokobanThemeNames,
} from "./index.js";

const discs: Pick<ConnectFourState, "cells"> = { cells: new Uint8Array(42) };
for (const [turn, square] of [3, 10, 17, 2, 4, 5, 9, 1].entries()) discs.cells[square] = 1 + (turn % 2);

const lake: Pick<FrozenLakeState, "rows" | "columns" | "cells" | "agent"> = {
  rows: 2,
  columns: 4,
  cells: Uint8Array.from([3, 0, 1, 0, 0, 1, 0, 2]),
  agent: 1,
};

/** `#` wall, `O` target, `X` box, `Q` box on target, `P` player, `S` player on target. */
function level(...rows: readonly string[]): Pick<SokobanState, "rows" | "columns" | "cells" | "boxes" | "player"> {
  const symbols = Array.from(rows.join(""));
  return {
    rows: rows.length,
    columns: rows[0]!.length,
    cells: Uint8Array.from(symbols, (symbol) => (symbol === "#" ? 1 : "OQS".includes(symbol) ? 2 : 0)),
    boxes: Uint8Array.from(symbols, (symbol) => ("XQ".includes(symbol) ? 1 : 0)),
    player: symbols.findIndex((symbol) => "PS".includes(symbol)),
  };
}

const told = ({ truth }: Picture): string[] =>
  truth.pieces.map(({ name, square }) => `${name} ${truth.squares[square]!.name}`);

/** How many different looks the squares of a picture have. */
function looks({ truth, data, width }: Picture): number {
  const seen = truth.squares.map(({ box: [left, top, right, bottom] }) => {
    let text = "";
    for (let y = top; y < bottom; y++) {
      text += Buffer.from(data.subarray(4 * (y * width + left), 4 * (y * width + right))).toString("latin1");
    }
    return text;
  });
  return new Set(seen).size;
}

/** One in fifty pixels at least tells each of these pictures from each other. */
function expectDifferent(pictures: readonly Picture[], what: string): void {
  for (const [index, one] of pictures.entries()) {
    for (const other of pictures.slice(index + 1)) {
      let pixels = 0;
      for (let at = 0; at < one.data.length; at += 4) {
        const [red, green, blue] = [0, 1, 2].map((channel) =>
          Math.abs(one.data[at + channel]! - other.data[at + channel]!),
        );
        if (red! + green! + blue! > 60) pixels++;
      }
      expect(pixels / (one.width * one.height), what).toBeGreaterThan(0.02);
    }
  }
}

describe("drawConnectFour", () => {
  it("names discs by their colors and squares by row from below and column", () => {
    expect(told(drawConnectFour(discs))).toEqual([
      "yellow disc (0,1)",
      "yellow disc (0,2)",
      "red disc (0,3)",
      "red disc (0,4)",
      "yellow disc (0,5)",
      "red disc (1,2)",
      "yellow disc (1,3)",
      "red disc (2,3)",
    ]);
    expect(drawConnectFour(discs).truth.squares[0]!.box).toEqual([0, 352, 64, 416]);
  });

  it("draws three looks of squares in every theme: empty, the one disc, the other", () => {
    for (const theme of connectFourThemeNames) expect(looks(drawConnectFour(discs, { theme }))).toBe(3);
  });
});

describe("drawFrozenLake", () => {
  it("says where the agent, the holes, the start and the goal are", () => {
    expect(told(drawFrozenLake(lake))).toEqual([
      "start (0,0)",
      "agent (0,1)",
      "hole (0,2)",
      "hole (1,1)",
      "goal (1,3)",
    ]);
    // Four columns fill the picture's width; two rows lie in its middle.
    expect(drawFrozenLake(lake).truth.squares[0]!.box).toEqual([0, 112, 112, 224]);
  });

  it("draws five looks of squares in every theme", () => {
    for (const theme of frozenLakeThemeNames) expect(looks(drawFrozenLake(lake, { theme }))).toBe(5);
  });

  it("lets one see what the agent stands on", () => {
    for (const theme of frozenLakeThemeNames) {
      for (const size of [32, 96]) {
        // Frozen, a hole, the goal, the start.
        const pictures = [0, 1, 2, 3].map((cell) =>
          drawFrozenLake({ rows: 1, columns: 1, cells: Uint8Array.of(cell), agent: 0 }, { theme, size }),
        );
        expectDifferent(pictures, `${theme} ${size}`);
      }
    }
  });
});

describe("drawSokoban", () => {
  const room = level("#####", "#OXQ#", "#P__#", "#####");

  it("says where walls, boxes, targets and the player are", () => {
    expect(told(drawSokoban(room)).filter((line) => !line.startsWith("wall"))).toEqual([
      "target (1,1)",
      "box (1,2)",
      "target (1,3)",
      "box on target (1,3)",
      "player (2,1)",
    ]);
    expect(told(drawSokoban(room)).filter((line) => line.startsWith("wall")).length).toBe(14);
  });

  it("draws everything so that it differs, alone and on a target", () => {
    for (const theme of sokobanThemeNames) {
      // Floor, wall, target, box, box on target, player.
      expect(looks(drawSokoban(room, { theme }))).toBe(6);
      for (const size of [32, 96]) {
        const pictures = ["S", "P", "O", "Q", "X"].map((symbol) => drawSokoban(level(symbol), { theme, size }));
        expectDifferent(pictures, `${theme} ${size}`);
      }
    }
  });
});

it("draws the same bytes everywhere", () => {
  // Goldens: made by this code on Linux x64, Node 20, November 2026.
  const marks = { coordinates: true, lastMove: [1], highlight: [2], legal: [0, 3] };
  expect({
    connectFour: hashOf(...connectFourThemeNames.map((theme) => drawConnectFour(discs, { theme, ...marks }))),
    frozenLake: hashOf(...frozenLakeThemeNames.map((theme) => drawFrozenLake(lake, { theme, ...marks }))),
    sokoban: hashOf(
      ...sokobanThemeNames.map((theme) => drawSokoban(level("#####", "#OXQ#", "#P__#", "#####"), { theme, ...marks })),
    ),
    ticTacToe: hashOf(drawTicTacToe({ cells: Uint8Array.of(1, 2, 0, 0, 1, 0, 2, 0, 0) }, { size: 288, ...marks })),
  }).toEqual({
    connectFour: "c6290529743c2d94",
    frozenLake: "431fe60bc7c135c3",
    sokoban: "b32593ec8b172bb0",
    ticTacToe: "7fe3455f2a3b227e",
  });
});

it("names what it cannot draw by the function that was asked", () => {
  expect(() => drawConnectFour(discs, { theme: "x" as "wood" })).toThrow(
    'render.drawConnectFour: there is no theme "x"; expected one of classic, night, wood, diagram, or a ConnectFourTheme object.',
  );
  expect(() => drawConnectFour({ cells: new Uint8Array(41) })).toThrow(
    "render.drawConnectFour: the state has 41 squares; expected 42. Give a state of @vlm/games.",
  );
  expect(() => drawFrozenLake(lake, { theme: "x" as "dusk" })).toThrow(
    'render.drawFrozenLake: there is no theme "x"; expected one of glacier, dusk, diagram, pixel, or a FrozenLakeTheme object.',
  );
  expect(() => drawFrozenLake({ ...lake, rows: 3 })).toThrow(
    "render.drawFrozenLake: the state has 8 squares; expected 12. Give a state of @vlm/games.",
  );
  expect(() => drawSokoban(level("#"), { theme: "x" as "garden" })).toThrow(
    'render.drawSokoban: there is no theme "x"; expected one of warehouse, garden, diagram, pixel, or a SokobanTheme object.',
  );
  expect(() => drawSokoban({ ...level("##"), rows: 2 })).toThrow(
    "render.drawSokoban: the state has 2 squares; expected 4. Give a state of @vlm/games.",
  );
  expect(() => drawFrozenLake(lake, { size: 20, coordinates: true })).toThrow(
    "render.drawFrozenLake: a picture of 20 px gives a 2 × 4 board 4 px a cell; expected whole pixels and at least 8 a cell. Ask for a size of 40 or more.",
  );
  expect(() => drawTicTacToe({ cells: new Uint8Array(8) })).toThrow(
    "render.drawTicTacToe: 8 marks for a 3 × 3 board; expected 9. Give one for each cell, 0 where it is empty.",
  );
});
