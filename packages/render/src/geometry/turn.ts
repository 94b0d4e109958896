import type { Point, Quad } from "../picture.js";

const RADIANS = 0.017453292519943295;

/**
 * Cosine and sine of an angle in degrees, exact at quarter turns, elsewhere within 1e-15. Engines may give different last
 * bits for Math.sin; these are +, − and × alone and give the same everywhere.
 */
export function cosSin(degrees: number): readonly [cos: number, sin: number] {
  const quarters = Math.round(degrees / 90);
  const x = (degrees - 90 * quarters) * RADIANS;
  const square = x * x;
  // Taylor's series, from the smallest term on; |x| ≤ π/4.
  let [cos, sin] = [0, 0];
  for (let n = 16; n > 0; n -= 2) {
    cos = (-square / (n * (n - 1))) * (1 + cos);
    sin = (-square / (n * (n + 1))) * (1 + sin);
  }
  const [c, s] = [1 + cos, x * (1 + sin)];
  const turned = [
    [c, s],
    [-s, c],
    [-c, -s],
    [s, -c],
  ] as const;
  return turned[((quarters % 4) + 4) % 4]!;
}

/** Where the corners of a picture come to lie when it is turned clockwise about its middle and shrunk to fit its frame. */
export function turnedCorners(width: number, height: number, degrees: number): Quad {
  const [cos, sin] = cosSin(degrees);
  const across = Math.abs(cos) * width + Math.abs(sin) * height;
  const down = Math.abs(sin) * width + Math.abs(cos) * height;
  const scale = Math.min(width / across, height / down);
  const corner = (x: number, y: number): Point => [
    width / 2 + scale * (cos * x - sin * y),
    height / 2 + scale * (sin * x + cos * y),
  ];
  const [x, y] = [width / 2, height / 2];
  return [corner(-x, -y), corner(x, -y), corner(x, y), corner(-x, y)];
}
