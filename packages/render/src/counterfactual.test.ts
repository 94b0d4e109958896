import { ticTacToe } from "@vlm/games";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { augment, counterfactual, drawChess, drawTicTacToe, rotate } from "./index.js";

const pieces = fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 64, maxLength: 64 });

describe("counterfactual", () => {
  it("finds the one square whose piece is another, and no pixel that differs elsewhere, at any angle", () => {
    fc.assert(
      fc.property(
        pieces,
        fc.nat(63),
        fc.integer({ min: 1, max: 12 }),
        fc.constantFrom(0, 90, 12.5, 45, 200),
        (codes, square, other, rotation) => {
          const changed = Uint8Array.from(codes);
          changed[square] = (codes[square]! + other) % 13;
          const options = { rotation, size: 160, coordinates: true } as const;
          const pair = counterfactual(
            drawChess({ squares: Uint8Array.from(codes) }, options),
            drawChess({ squares: changed }, options),
          );
          expect(pair!.squares.map((place) => place.square)).toEqual([square]);
          const [left, top, right, bottom] = pair!.box!;
          const { box } = pair!.squares[0]!;
          const mixed = rotation % 90 === 0 ? 0 : 2;
          expect(left >= box[0] - mixed && top >= box[1] - mixed).toBe(true);
          expect(right <= box[2] + mixed && bottom <= box[3] + mixed).toBe(true);
        },
      ),
      { numRuns: 40 },
    );
  });

  it("finds nothing where nothing differs", () => {
    const image = drawTicTacToe(ticTacToe.start());
    const pair = counterfactual(image, image);
    expect([pair!.squares, pair!.box]).toEqual([[], null]);
  });

  it("gives null where something else differs too", () => {
    const state = ticTacToe.play(ticTacToe.start(), 4);
    const before = drawTicTacToe(ticTacToe.start());
    expect(counterfactual(before, drawTicTacToe(state))!.squares.map(({ name }) => name)).toEqual(["(1,1)"]);
    expect(counterfactual(before, drawTicTacToe(state, { legal: [0] }))).toBeNull();
    expect(counterfactual(before, drawTicTacToe(state, { theme: "wood" }))).toBeNull();
    const noisy = augment(drawTicTacToe(state), { seed: 1, noise: 3 });
    expect(counterfactual(before, noisy)).toBeNull();
  });

  it("refuses pictures of other boards, or of the same elsewhere", () => {
    const board = drawTicTacToe(ticTacToe.start(), { size: 96 });
    const shape = (corners: string): string => `96 × 96 px, 9 squares, board at ${corners}`;
    expect(() => counterfactual(board, rotate(board, 90))).toThrow(
      `render.counterfactual: the pictures differ in more than their pieces: ${shape("[[0,0],[96,0],[96,96],[0,96]]")}; ${shape("[[96,0],[96,96],[0,96],[0,0]]")}; expected the same board in the same place. Draw both with the same options.`,
    );
  });
});
