import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hashOf } from "../golden.test.kit.js";
import { drawChess, drawSokoban, type Picture, type Quad, rotate, warp } from "../index.js";
import { applied, inverse, rectangleTo } from "./homography.js";
import { cosSin, turnedCorners } from "./turn.js";

const squares = new Uint8Array(64);
for (const [file, kind] of [4, 2, 3, 5, 6, 3, 2, 4].entries()) {
  squares[file] = kind;
  squares[8 + file] = 1;
  squares[48 + file] = 7;
  squares[56 + file] = kind + 6;
}
const board = drawChess({ squares }, { size: 224, theme: "ocean" });
const bare = drawChess({ squares: new Uint8Array(64) }, { size: 224, theme: "ocean" });
const pixel = (image: { width: number; data: Uint8ClampedArray }, x: number, y: number) =>
  Array.from(image.data.subarray(4 * (y * image.width + x), 4 * (y * image.width + x) + 3));

describe("cosSin", () => {
  it("is within 1e-15 of the engine's, and exact at quarter turns", () => {
    for (let degrees = -720; degrees <= 720; degrees += 0.37) {
      const [cos, sin] = cosSin(degrees);
      // The engine's own angle in radians is rounded, more so the larger it is.
      expect(Math.abs(cos - Math.cos((degrees * Math.PI) / 180))).toBeLessThan(3e-15);
      expect(Math.abs(sin - Math.sin((degrees * Math.PI) / 180))).toBeLessThan(3e-15);
    }
    expect([0, 90, 180, 270, -90].map((degrees) => cosSin(degrees).map((value) => value + 0))).toEqual([
      [1, 0],
      [0, 1],
      [-1, 0],
      [0, -1],
      [0, -1],
    ]);
  });
});

describe("homography", () => {
  const corner = fc.tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 40 }));
  const quads = fc.tuple(corner, corner, corner, corner).map(
    ([a, b, c, d]): Quad => [
      [a[0], a[1]],
      [200 - b[0], b[1]],
      [200 - c[0], 100 - c[1]],
      [d[0], 100 - d[1]],
    ],
  );

  it("takes the rectangle's corners to the quad's, and its inverse takes them back", () => {
    fc.assert(
      fc.property(quads, (quad) => {
        const map = rectangleTo(200, 100, quad);
        const corners = [
          [0, 0],
          [200, 0],
          [200, 100],
          [0, 100],
        ] as const;
        for (const [index, point] of corners.entries()) {
          const [x, y] = applied(map, point);
          expect(x).toBeCloseTo(quad[index]![0], 9);
          expect(y).toBeCloseTo(quad[index]![1], 9);
          const back = applied(inverse(map), [x, y]);
          expect(back[0]).toBeCloseTo(point[0], 9);
          expect(back[1]).toBeCloseTo(point[1], 9);
        }
      }),
    );
  });
});

describe("rotate", () => {
  it("moves the top left corner to the top right in a quarter turn, and comes back after four", () => {
    const data = new Uint8ClampedArray(4 * 6).map((_, index) => index);
    const image = { width: 3, height: 2, data };
    const turned = rotate(image, 90);
    expect([turned.width, turned.height]).toEqual([2, 3]);
    expect(pixel(turned, 1, 0)).toEqual(pixel(image, 0, 0));
    expect(pixel(turned, 0, 0)).toEqual(pixel(image, 0, 1));
    const back = rotate(rotate(turned, 180), 90);
    expect(Array.from(back.data)).toEqual(Array.from(data));
    expect(Array.from(rotate(turned, 270).data)).toEqual(Array.from(data));
    expect(rotate(image, 360)).toBe(image);
    expect(Array.from(rotate(image, -270).data)).toEqual(Array.from(turned.data));
  });

  it("turns the truth with the pixels", () => {
    for (const degrees of [90, 180, 270]) {
      const turned = rotate(board, degrees);
      for (const [index, place] of turned.truth.squares.entries()) {
        const [left, top, right, bottom] = place.box;
        expect([right - left, bottom - top]).toEqual([28, 28]);
        // The first corner of the quad is what was the square's top left: the same pixel lies inside it.
        const [x, y] = place.quad[0];
        const [cx, cy] = [(left + right) / 2, (top + bottom) / 2];
        const before = board.truth.squares[index]!.box;
        expect(pixel(turned, x < cx ? x : x - 1, y < cy ? y : y - 1)).toEqual(pixel(board, before[0], before[1]));
      }
    }
    const wide: Picture = drawSokoban({
      rows: 1,
      columns: 2,
      cells: new Uint8Array(2),
      boxes: new Uint8Array(2),
      player: 0,
    });
    const [square] = rotate({ ...wide, width: 448, height: 448 }, 90).truth.squares;
    expect(square!.box).toEqual([112, 0, 336, 224]);
  });

  it("keeps all of the picture in its frame at any angle, with the background around", () => {
    const turned = rotate(board, 45, { background: [1, 2, 3] });
    expect([turned.width, turned.height]).toEqual([224, 224]);
    expect(pixel(turned, 0, 0)).toEqual([1, 2, 3]);
    expect(pixel(turned, 223, 223)).toEqual([1, 2, 3]);
    fc.assert(
      fc.property(fc.double({ min: -720, max: 720, noNaN: true }), (degrees) => {
        for (const [x, y] of turnedCorners(224, 100, degrees)) {
          expect(x).toBeGreaterThan(-1e-9);
          expect(x).toBeLessThan(224 + 1e-9);
          expect(y).toBeGreaterThan(-1e-9);
          expect(y).toBeLessThan(100 + 1e-9);
        }
      }),
    );
  });

  it("draws pieces where the truth says, and nowhere else, at any angle", () => {
    for (const degrees of [0, 90, 17, 45, 133.7, 300]) {
      const [full, empty] = [rotate(board, degrees), rotate(bare, degrees)];
      const { pieces } = full.truth;
      const found = new Set<number>();
      for (let y = 0; y < 224; y++) {
        for (let x = 0; x < 224; x++) {
          if (pixel(full, x, y).join() === pixel(empty, x, y).join()) continue;
          const at = pieces.findIndex(({ box: [left, top, right, bottom] }) =>
            degrees % 90 === 0
              ? x >= left && y >= top && x < right && y < bottom
              : x >= left - 2 && y >= top - 2 && x < right + 2 && y < bottom + 2,
          );
          expect(at, `${degrees}°, pixel ${x}, ${y}`).toBeGreaterThanOrEqual(0);
          found.add(at);
        }
      }
      if (degrees % 90 === 0) expect(found.size).toBe(32);
    }
  });
});

describe("warp", () => {
  it("gives the picture itself in its own corners, and a quarter turn in turned ones", () => {
    const frame = (degrees: number): Quad => turnedCorners(224, 224, degrees);
    expect(hashOf(warp(board, frame(0)))).toBe(hashOf(board));
    for (const degrees of [90, 180, 270])
      expect(hashOf(warp(board, frame(degrees)))).toBe(hashOf(rotate(board, degrees)));
  });

  it("gives the same bytes everywhere", () => {
    // Goldens: made by this code on Linux x64, Node 20, November 2026.
    const askew: Quad = [
      [20, 10],
      [210, 30],
      [190, 220],
      [5, 180],
    ];
    expect([hashOf(rotate(board, 17)), hashOf(warp(board, askew, { background: [9, 9, 9] }))]).toEqual([
      "f8556d308e0b1912",
      "29ece028d679d2d0",
    ]);
  });

  it("refuses corners that are not a convex shape, and angles that are no number", () => {
    const crossed: Quad = [
      [0, 0],
      [10, 10],
      [10, 0],
      [0, 10],
    ];
    expect(() => warp(board, crossed)).toThrow(
      "render.warp: the corners (0, 0), (10, 10), (10, 0), (0, 10) do not go clockwise around a convex shape; expected the places of the top left, top right, bottom right and bottom left corner, in this order. Reorder them or move them apart.",
    );
    expect(() => rotate(board, Number.POSITIVE_INFINITY)).toThrow(
      "render.rotate: cannot turn by Infinity°; expected a finite number of degrees. Give the angle clockwise.",
    );
  });
});
