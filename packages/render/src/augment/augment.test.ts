import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hashOf } from "../golden.test.kit.js";
import { adjust, augment, blur, drawTicTacToe, noise } from "../index.js";

const board = drawTicTacToe({ cells: Uint8Array.of(1, 2, 0, 0, 1, 0, 2, 0, 0) }, { size: 96 });
const flat = (...color: readonly [number, number, number]) => ({
  width: 64,
  height: 64,
  data: new Uint8ClampedArray(4 * 64 * 64).map((_, at) => (at % 4 === 3 ? 255 : color[at % 4]!)),
});
const first = ({ data }: { data: Uint8ClampedArray }) => Array.from(data.subarray(0, 4));

describe("augment", () => {
  const much = {
    rotation: 20,
    perspective: 0.1,
    brightness: 0.3,
    contrast: 0.3,
    saturation: 0.5,
    tint: 0.1,
    blur: 3,
    noise: 10,
  };

  it("gives the same bytes for a seed, everywhere, and others for another", () => {
    // Golden: made by this code on Linux x64, Node 20, November 2026.
    expect(hashOf(...[1, 2, 3].map((seed) => augment(board, { ...much, seed })))).toBe("ccd12d8d248eef57");
    expect(hashOf(augment(board, { ...much, seed: 1 }))).toBe(hashOf(augment(board, { ...much, seed: 1 })));
    const many = Array.from({ length: 50 }, (_, seed) => hashOf(augment(board, { ...much, seed })));
    expect(new Set(many).size).toBe(50);
  });

  it("leaves the picture as it is when nothing may happen", () => {
    expect(augment(board, { seed: 5 })).toBe(board);
  });

  it("moves the truth with the geometry, and keeps it through the rest", () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const { truth } = augment(board, { seed, rotation: 180, perspective: 0.25 });
        expect(truth.pieces.map(({ name, square }) => [name, square])).toEqual([
          ["X", 0],
          ["O", 1],
          ["X", 4],
          ["O", 6],
        ]);
        for (const { box } of [...truth.squares, ...truth.pieces]) {
          for (const edge of box) expect(edge).toBeGreaterThan(-1e-9);
          for (const edge of box) expect(edge).toBeLessThan(96 + 1e-9);
        }
      }),
    );
    expect(augment(board, { seed: 1, brightness: 0.5, noise: 9, blur: 4 }).truth).toBe(board.truth);
  });

  it("does not let one amount change what another does", () => {
    const turned = augment(board, { seed: 9, rotation: 30 }).truth;
    expect(augment(board, { seed: 9, rotation: 30, noise: 5, contrast: 0.2 }).truth).toEqual(turned);
  });

  it("refuses amounts out of their range", () => {
    expect(() => augment(board, { seed: 1, perspective: 0.3 })).toThrow(
      "render.augment: perspective is 0.3; expected 0 to 0.25. It is the most that may happen; 0 leaves it out.",
    );
    expect(() => augment(board, { seed: 1, tint: 1 })).toThrow(
      "render.augment: tint is 1; expected 0 to 0.99. It is the most that may happen; 0 leaves it out.",
    );
    expect(() => augment(board, { seed: 1, noise: -1 })).toThrow(
      "render.augment: noise is -1; expected 0 to 255. It is the most that may happen; 0 leaves it out.",
    );
    expect(() => augment(board, { seed: 1, blur: 99 })).toThrow(
      "render.augment: blur is 99; expected 0 to 64. It is the most that may happen; 0 leaves it out.",
    );
    expect(() => augment(board, { seed: 0.5 })).toThrow(
      "render.augment: the seed is 0.5; expected a whole number. Give one for each picture.",
    );
  });
});

describe("adjust", () => {
  it("multiplies light, spreads from the mean gray, and draws color towards gray", () => {
    expect(first(adjust(flat(100, 50, 200), { brightness: 1.2 }))).toEqual([120, 60, 240, 255]);
    expect(first(adjust(flat(100, 50, 250), { brightness: 1.2 }))).toEqual([120, 60, 255, 255]);
    expect(first(adjust(flat(100, 50, 200), { tint: [0.5, 1, 1] }))).toEqual([50, 50, 200, 255]);
    // Gray of (100, 50, 200): 77 × 100 + 150 × 50 + 29 × 200 = 21,000; / 256 = 82.
    expect(first(adjust(flat(100, 50, 200), { saturation: 0 }))).toEqual([82, 82, 82, 255]);
    expect(first(adjust(flat(100, 50, 200), { contrast: 0 }))).toEqual([82, 82, 82, 255]);
    expect(first(adjust(flat(100, 50, 200), { contrast: 1.5 }))).toEqual([109, 34, 255, 255]);
  });

  it("changes nothing at 1, and refuses what is no factor", () => {
    expect(hashOf(adjust(board, {}))).toBe(hashOf(board));
    expect(() => adjust(board, { contrast: -0.1 })).toThrow(
      "render.adjust: contrast is -0.1; expected a factor from 0 to 1,000. Say 1 for a picture as it is.",
    );
    expect(() => adjust(board, { tint: [1, Number.NaN, 1] })).toThrow(
      "render.adjust: tint is NaN; expected a factor from 0 to 1,000. Say 1 for a picture as it is.",
    );
  });
});

describe("noise", () => {
  it("has mean 0 and the standard deviation that is asked for", () => {
    for (const amount of [2, 10, 25]) {
      const { data } = noise(flat(128, 128, 128), { amount, seed: 7 });
      const values = Array.from(data).filter((_, at) => at % 4 !== 3);
      const mean = values.reduce((sum, value) => sum + value - 128, 0) / values.length;
      const variance = values.reduce((sum, value) => sum + (value - 128 - mean) ** 2, 0) / values.length;
      // Five standard errors; rounding to whole values adds a twelfth to the variance.
      expect(Math.abs(mean)).toBeLessThan((5 * amount) / Math.sqrt(values.length));
      expect(Math.sqrt(variance - 1 / 12) / amount).toBeCloseTo(1, 1);
    }
  });

  it("tells seeds apart, beyond 32 bits too, and refuses what is no amount", () => {
    const of = (seed: number): string => hashOf(noise(flat(9, 99, 199), { amount: 9, seed }));
    expect(new Set([0, 1, -1, 2 ** 32, 2 ** 32 + 1, 2 ** 40].map(of)).size).toBe(6);
    expect(() => noise(board, { amount: 256, seed: 1 })).toThrow(
      "render.noise: the amount is 256; expected a standard deviation from 0 to 255. Try 4 for a little.",
    );
  });
});

describe("blur", () => {
  it("spreads a dot by the binomial weights, and leaves flat color flat", () => {
    const dot = flat(0, 0, 0);
    dot.data.set([160, 160, 160], 4 * (32 * 64 + 32));
    const soft = blur(dot, 1);
    const row = [31, 32, 33].map((y) => [31, 32, 33].map((x) => soft.data[4 * (y * 64 + x)]));
    expect(row).toEqual([
      [10, 20, 10],
      [20, 40, 20],
      [10, 20, 10],
    ]);
    expect(hashOf(blur(flat(7, 80, 200), 9))).toBe(hashOf(flat(7, 80, 200)));
  });

  it("gives the picture back after no pass, and refuses half a pass", () => {
    expect(hashOf(blur(board, 0))).toBe(hashOf(board));
    expect(() => blur(board, 1.5)).toThrow(
      "render.blur: 1.5 passes; expected a whole number from 0 to 64. Four blur by one and a half pixels.",
    );
  });
});
