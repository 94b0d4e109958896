import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { windowsOf } from "./windows.js";

const grid = fc.record({
  frames: fc.integer({ min: 1, max: 2 }),
  height: fc.integer({ min: 1, max: 9 }).map((blocks) => 2 * blocks),
  width: fc.integer({ min: 1, max: 9 }).map((blocks) => 2 * blocks),
});

describe("windowsOf", () => {
  it("goes window by window, with smaller ones at the edges", () => {
    const { order, segments } = windowsOf([{ frames: 1, height: 6, width: 10 }], { mergeSize: 2, side: 2 });
    expect([...order]).toEqual([0, 1, 5, 6, 2, 3, 7, 8, 4, 9, 10, 11, 12, 13, 14]);
    expect(segments.map(({ queries }) => queries)).toEqual([16, 16, 8, 8, 8, 4]);
  });

  it("starts anew with every frame and image", () => {
    const { order, segments } = windowsOf(
      [
        { frames: 2, height: 2, width: 4 },
        { frames: 1, height: 4, width: 2 },
      ],
      { mergeSize: 2, side: 4 },
    );
    expect([...order]).toEqual([0, 1, 2, 3, 4, 5]);
    expect(segments.map(({ queries }) => queries)).toEqual([8, 8, 8]);
  });

  it("has every block once, and every patch in one window", () => {
    fc.assert(
      fc.property(fc.array(grid, { minLength: 1, maxLength: 3 }), fc.integer({ min: 1, max: 5 }), (grids, side) => {
        const { order, segments } = windowsOf(grids, { mergeSize: 2, side });
        const patches = grids.reduce((sum, { frames, height, width }) => sum + frames * height * width, 0);
        expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: patches / 4 }, (_, i) => i));
        expect(segments.reduce((sum, { keys }) => sum + keys, 0)).toBe(patches);
      }),
    );
  });
});
