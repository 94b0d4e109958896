import type { Box, Place, Point, Quad, Truth } from "../picture.js";
import { applied, type Homography } from "./homography.js";

/** What is where after the picture was mapped. */
export function mapTruth(truth: Truth, map: Homography): Truth {
  const quad = (from: Quad): Quad => from.map((point) => applied(map, point)) as unknown as Quad;
  const place = (from: Place): Place => {
    const to = quad(from.quad);
    return { name: from.name, square: from.square, quad: to, box: boxAround(to) };
  };
  return { board: quad(truth.board), squares: truth.squares.map(place), pieces: truth.pieces.map(place) };
}

export function boxAround(points: readonly Point[]): Box {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of points) {
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x);
    bottom = Math.max(bottom, y);
  }
  return [left, top, right, bottom];
}
