import type { Point, Quad } from "../picture.js";

/**
 * A map of the plane that keeps straight lines straight: (x, y) ↦ ((a x + b y + c) / w, (d x + e y + f) / w) with
 * w = g x + h y + i, as [a, b, c, d, e, f, g, h, i].
 */
export type Homography = readonly [number, number, number, number, number, number, number, number, number];

export function applied([a, b, c, d, e, f, g, h, i]: Homography, [x, y]: Point): Point {
  const w = g * x + h * y + i;
  return [(a * x + b * y + c) / w, (d * x + e * y + f) / w];
}

/** The map that takes the corners of a width × height rectangle to the quad's (Heckbert 1989, section 2.2.3). */
export function rectangleTo(width: number, height: number, [p, q, r, s]: Quad): Homography {
  const [x, y] = [p[0] - q[0] + r[0] - s[0], p[1] - q[1] + r[1] - s[1]];
  const [dx1, dy1, dx2, dy2] = [q[0] - r[0], q[1] - r[1], s[0] - r[0], s[1] - r[1]];
  const determinant = dx1 * dy2 - dx2 * dy1;
  const g = (x * dy2 - dx2 * y) / determinant;
  const h = (dx1 * y - x * dy1) / determinant;
  return [
    (q[0] - p[0] + g * q[0]) / width,
    (s[0] - p[0] + h * s[0]) / height,
    p[0],
    (q[1] - p[1] + g * q[1]) / width,
    (s[1] - p[1] + h * s[1]) / height,
    p[1],
    g / width,
    h / height,
    1,
  ];
}

/** The way back, up to a factor that `applied` cancels. */
export function inverse([a, b, c, d, e, f, g, h, i]: Homography): Homography {
  return [
    e * i - f * h,
    c * h - b * i,
    b * f - c * e,
    f * g - d * i,
    a * i - c * g,
    c * d - a * f,
    d * h - e * g,
    b * g - a * h,
    a * e - b * d,
  ];
}
