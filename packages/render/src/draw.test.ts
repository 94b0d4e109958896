import { createHash } from "node:crypto";
import { rotate as rotateState, type UltimateState, ultimateTicTacToe } from "@vlm/games";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { color, draw, drawUltimateTicTacToe, rotate, rotations, themeNames, themes } from "./index.js";
import { words } from "./pixel.js";

/** A position reached by legal moves, picked by numbers in [0, 1). */
function position(picks: readonly number[]): UltimateState {
  let state = ultimateTicTacToe.start();
  for (const pick of picks) {
    if (ultimateTicTacToe.result(state)) break;
    const actions = ultimateTicTacToe.actions(state);
    state = ultimateTicTacToe.play(state, actions[Math.floor(pick * actions.length)]!);
  }
  return state;
}

const picks = fc.array(fc.double({ min: 0, max: 0.999999, noNaN: true }), { maxLength: 70 });
const pixel = (image: { width: number; data: Uint8ClampedArray }, x: number, y: number) =>
  Array.from(image.data.subarray(4 * (y * image.width + x), 4 * (y * image.width + x) + 3));

describe("draw", () => {
  it("draws a turned position as it turns the picture of the position", () => {
    fc.assert(
      fc.property(picks, fc.constantFrom(...themeNames), fc.constantFrom(1, 2, 3), (moves, theme, quarters) => {
        const state = position(moves);
        const turnedPicture = drawUltimateTicTacToe(state, { theme, rotation: rotations[quarters]! });
        const turnedPosition = drawUltimateTicTacToe(rotateState(state, quarters), { theme });
        expect(Buffer.from(turnedPicture.data).equals(Buffer.from(turnedPosition.data))).toBe(true);
      }),
      { numRuns: 40 },
    );
  });

  it("paints the forced board green, closed boards in their shade, and every mark where it stands", () => {
    fc.assert(
      fc.property(picks, (moves) => {
        const state = position(moves);
        const image = drawUltimateTicTacToe(state, { theme: "paper" });
        for (let index = 0; index < 81; index++) {
          const [board, cell] = [Math.floor(index / 9), index % 9];
          const top = 32 * (3 * Math.floor(board / 3) + Math.floor(cell / 3));
          const left = 32 * (3 * (board % 3) + (cell % 3));
          const ground =
            state.forced === board
              ? themes.paper.highlight
              : state.boards[board]! > 0
                ? themes.paper.closed[state.boards[board]! - 1]!
                : themes.paper.background;
          expect(pixel(image, left + 4, top + 4)).toEqual([...ground]);
          // The middle of a cell shows a cross and the hole of a ring.
          const middle = state.cells[index] === 1 ? themes.paper.cross : ground;
          expect(pixel(image, left + 16, top + 16)).toEqual([...middle]);
          const edge = state.cells[index] === 2 ? themes.paper.ring : ground;
          expect(pixel(image, left + 16, top + 8)).toEqual([...edge]);
        }
      }),
      { numRuns: 30 },
    );
  });

  it("writes coordinates into the margin, small where a cell is small or a number long, and nowhere else", () => {
    for (const [side, cells] of [
      [3, [8, 9, 30, 112]],
      [12, [8, 11, 17, 34]],
      [101, [8, 9]],
    ] as const) {
      for (const cell of cells) {
        const size = cell * (side + 1);
        const image = draw(
          { rows: side, columns: side, marks: new Uint8Array(side * side) },
          { size, coordinates: true },
        );
        const left = image.truth.board[0][0];
        const lines = Math.max(1, Math.round(cell / 14));
        const seen = words(image);
        let [written, astray] = [0, 0];
        for (let y = 0; y < size; y++) {
          for (let x = 0; x < size; x++) {
            // The corner is background.
            if (seen[y * size + x] === seen[0]) continue;
            if (x < left - lines || y >= left + side * cell + lines) written++;
            // Above the board and to its right nothing is written.
            else if (y < left - lines || x >= left + side * cell + lines) astray++;
          }
        }
        expect(written).toBeGreaterThan(side);
        expect(astray).toBe(0);
      }
    }
  });

  it("gives the same bytes everywhere", () => {
    // Golden: made by this code on Linux x64, Node 20, November 2026.
    const picture = draw({ rows: 3, columns: 3, marks: [1, 2, 0, 0, 1, 0, 2, 0, 1], highlighted: [0] }, { size: 96 });
    expect(createHash("sha256").update(picture.data).digest("hex")).toBe(
      "38691d1d3a4b7350872720f5561cadd3ef9f4cea31187f1ff55959a28b9c66c8",
    );
  });

  it("says what is wrong with a board it cannot draw", () => {
    const board = { rows: 3, columns: 3, marks: new Uint8Array(9) };
    expect(() => draw(board, { size: 20 })).toThrow(
      "render.draw: a picture of 20 px gives a 3 × 3 board 6 px a cell; expected whole pixels and at least 8 a cell. Ask for a size of 24 or more.",
    );
    expect(() => draw({ ...board, marks: [1] })).toThrow(
      "render.draw: 1 marks for a 3 × 3 board; expected 9. Give one for each cell, 0 where it is empty.",
    );
    expect(() => draw({ ...board, closed: [0, 0] })).toThrow(
      "render.draw: 2 block states for 1 blocks; expected one for each. Leave `closed` out when no block can be over.",
    );
    expect(() => draw(board, { theme: "neon" as "paper" })).toThrow(
      'render.draw: there is no theme "neon"; expected one of paper, slate, wood, ink, or a Theme object.',
    );
    expect(() => color("red")).toThrow(
      'render.color: "red" is not a color; expected "#rrggbb". Write each channel as two hexadecimal digits.',
    );
    expect(() => rotate(draw(board), Number.NaN)).toThrow(
      "render.rotate: cannot turn by NaN°; expected a finite number of degrees. Give the angle clockwise.",
    );
  });
});
