import { keeping } from "../cache.js";
import type { Color } from "../color.js";
import { type Sprite, sprite } from "../sprite.js";
import { parsePath } from "./path.js";
import { rasterize } from "./rasterize.js";
import { strokeLines } from "./stroke.js";

/** A path on a square of 100 × 100, filled, or drawn with a round pen. */
export interface Shape {
  /** In SVG's words, those that `parsePath` reads; overlapping parts are one. */
  readonly path: string;
  readonly color: Color;
  /** Width of the pen; absent: the path is filled. */
  readonly stroke?: number;
}

/** Shapes one over the other, the first at the bottom. */
export type Drawing = readonly Shape[];

const keep = keeping<Sprite>(8);

/** The drawing on a square of so many pixels, drawn once and kept. */
export function drawingSprite(drawing: Drawing, size: number): Sprite {
  return keep(drawing, String(size), () =>
    sprite(
      drawing.map(({ path, color, stroke }) => {
        const lines = parsePath(path);
        const polygons = stroke === undefined ? lines : strokeLines(lines, stroke);
        return { coverage: rasterize(polygons, size, size, size / 100), color };
      }),
    ),
  );
}
