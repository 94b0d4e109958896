import { describe, expect, it } from "vitest";
import { drawingSprite } from "./drawing.js";
import { bitmap, circle, ellipse, mirrored, polygon, rectangle } from "./outline.js";
import { parsePath } from "./path.js";
import { rasterize } from "./rasterize.js";
import { strokeLines } from "./stroke.js";

/** Covered part of the square of 100 × 100. */
function areaOf(path: string, size = 100): number {
  const { data } = rasterize(parsePath(path), size, size, size / 100);
  return (data.reduce((sum, value) => sum + value, 0) / 255) * (100 / size) ** 2;
}

describe("rasterize", () => {
  it("covers as much as figures do, at any size and whichever way they are walked", () => {
    for (const size of [17, 56, 100, 200]) {
      expect(areaOf(rectangle(10, 20, 30, 40), size)).toBeCloseTo(1200, -1);
      expect(Math.abs(areaOf(circle(50, 50, 40), size) / (Math.PI * 1600) - 1)).toBeLessThan(0.005);
      expect(Math.abs(areaOf(ellipse(50, 50, 40, 20), size) / (Math.PI * 800) - 1)).toBeLessThan(0.01);
    }
    expect(areaOf("M10 10 L10 90 L90 90 Z")).toBeCloseTo(3200, 0);
    expect(areaOf("M10 10 L90 90 L10 90 Z")).toBeCloseTo(3200, 0);
    expect(areaOf(rectangle(10, 10, 80, 80, 20))).toBeCloseTo(6400 - (4 - Math.PI) * 400, -1);
  });

  it("fills overlaps once, and squares side by side without a seam", () => {
    expect(areaOf(`${rectangle(10, 10, 50, 50)} ${polygon([90, 40], [40, 40], [40, 90], [90, 90])}`)).toBeCloseTo(
      4600,
      0,
    );
    const { data } = rasterize(
      parsePath(`${rectangle(0, 0, 33.3, 100)} ${rectangle(33.3, 0, 66.7, 100)}`),
      20,
      20,
      0.2,
    );
    expect(data.every((value) => value === 255)).toBe(true);
  });

  it("cuts off what lies outside", () => {
    expect(areaOf(rectangle(-50, -50, 100, 100))).toBeCloseTo(2500, 0);
  });
});

describe("strokeLines", () => {
  it("covers a line by its width, with round ends", () => {
    const { data } = rasterize(strokeLines(parsePath("M20 50 H80"), 10), 100, 100, 1);
    const area = data.reduce((sum, value) => sum + value, 0) / 255;
    expect(Math.abs(area / (600 + Math.PI * 25) - 1)).toBeLessThan(0.01);
  });

  it("closes what is closed", () => {
    const length = (path: string): number =>
      rasterize(strokeLines(parsePath(path), 2), 100, 100, 1).data.reduce((sum, value) => sum + value, 0) / 510;
    expect(length("M20 20 H80 V80 H20 Z") - length("M20 20 H80 V80 H20")).toBeGreaterThan(55);
  });
});

describe("parsePath", () => {
  it("reads lines, curves and figures that follow each other", () => {
    expect(parsePath("M1 2 L3 4 5 6 H7 V8 Z M0 0 1-1").map(({ points }) => points)).toEqual([
      [1, 2, 3, 4, 5, 6, 7, 6, 7, 8],
      [0, 0, 1, -1],
    ]);
    const [curve] = parsePath("M0 0 C0 10 10 10 10 0 Q15 5 20 0");
    expect(curve!.closed).toBe(false);
    expect(curve!.points.slice(-2)).toEqual([20, 0]);
    // The middle of each curve.
    expect(curve!.points.slice(12, 14)).toEqual([5, 7.5]);
    expect(curve!.points.slice(36, 38)).toEqual([15, 2.5]);
  });

  it("says what it cannot read", () => {
    const rest = "expected M, L, H, V, C, Q and Z with absolute numbers. Mend the drawing.";
    expect(() => parsePath("M0 0 a1 1")).toThrow(`render.parsePath: "a" in "M0 0 a1 1"; ${rest}`);
    expect(() => parsePath("L1 1")).toThrow(`render.parsePath: a line before the first M in "L1 1"; ${rest}`);
    expect(() => parsePath("1 1")).toThrow(`render.parsePath: "1" after nothing in "1 1"; ${rest}`);
    expect(() => parsePath("M0 0 Z 5")).toThrow(`render.parsePath: "5" after Z in "M0 0 Z 5"; ${rest}`);
    expect(() => parsePath("M0 L1 1")).toThrow(`render.parsePath: 1 numbers too many before "L" in "M0 L1 1"; ${rest}`);
    expect(() => parsePath("M0 0 L1")).toThrow(`render.parsePath: 1 numbers too many at the end in "M0 0 L1"; ${rest}`);
  });
});

describe("figures", () => {
  it("are mirrored", () => {
    const lines = parsePath(mirrored("M50 10 C60 10 70 20 70 40 H60 V90 H50"));
    expect(lines.length).toBe(2);
    const [right, left] = lines.map(({ points }) => points);
    for (const [index, value] of right!.entries()) {
      expect(left![index]).toBeCloseTo(index % 2 === 0 ? 100 - value : value, 9);
    }
  });

  it("come from bitmaps, run by run", () => {
    expect(areaOf(bitmap(["##..", ".o..", "....", "...#"], "#"))).toBeCloseTo(3 * 625, 0);
    expect(areaOf(bitmap(["##..", ".o..", "....", "...#"], "#o"))).toBeCloseTo(4 * 625, 0);
  });
});

describe("drawingSprite", () => {
  it("lays shapes over each other and is tight around them", () => {
    const drawing = [
      { path: rectangle(10, 10, 60, 50), color: [10, 20, 30] as const },
      { path: rectangle(20, 20, 10, 10), color: [200, 100, 0] as const },
    ];
    const made = drawingSprite(drawing, 50);
    expect(made.bounds).toEqual([5, 5, 35, 30]);
    expect(made.colors.length).toBe(30 * 25);
    expect(drawingSprite(drawing, 50)).toBe(made);
    expect(drawingSprite([], 20).bounds).toEqual([0, 0, 0, 0]);
  });
});
