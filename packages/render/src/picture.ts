import type { Image } from "@vlm/types";

/** Pixels from the left and from the top; whole numbers lie between pixels, so that the picture's own corner is (0, 0). */
export type Point = readonly [x: number, y: number];

/** Corners clockwise from what was the top left one before the picture was turned. */
export type Quad = readonly [Point, Point, Point, Point];

export type Box = readonly [left: number, top: number, right: number, bottom: number];

/** Where a thing is seen. */
export interface Place {
  /** `"e4"` or `"(0,2)"`, a square; `"white knight"`, what stands on it. */
  readonly name: string;
  /** Index of the square in the game's own numbering. */
  readonly square: number;
  readonly quad: Quad;
  /** The smallest upright box around `quad`. */
  readonly box: Box;
}

/** What is where in a picture. */
export interface Truth {
  /** Around all squares. */
  readonly board: Quad;
  /** Every square once, in the game's numbering. */
  readonly squares: readonly Place[];
  /** Tight around the pixels of each piece, in the numbering of their squares. */
  readonly pieces: readonly Place[];
}

/** A picture with its truth. */
export interface Picture extends Image {
  readonly truth: Truth;
}
