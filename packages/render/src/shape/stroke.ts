import { cosSin } from "../geometry/turn.js";
import type { Polyline } from "./path.js";

/** Corners of the polygon that stands for a pen of radius 1. */
const circle = Array.from({ length: 24 }, (_, corner) => cosSin(15 * corner));

/** What a round pen of this width covers along the lines: polygons to be filled together. */
export function strokeLines(lines: readonly Polyline[], width: number): Polyline[] {
  const radius = width / 2;
  const outlines: Polyline[] = [];
  for (const { points, closed } of lines) {
    const count = points.length / 2;
    for (let index = 0; index < count; index++) {
      const x = points[2 * index]!;
      const y = points[2 * index + 1]!;
      outlines.push({ points: circle.flatMap(([cos, sin]) => [x + radius * cos, y + radius * sin]), closed: true });
      if (index === count - 1 && !closed) continue;
      const next = (index + 1) % count;
      const dx = points[2 * next]! - x;
      const dy = points[2 * next + 1]! - y;
      const length = Math.sqrt(dx * dx + dy * dy);
      if (length === 0) continue;
      const [nx, ny] = [(-dy / length) * radius, (dx / length) * radius];
      outlines.push({
        points: [x + nx, y + ny, x + dx + nx, y + dy + ny, x + dx - nx, y + dy - ny, x - nx, y - ny],
        closed: true,
      });
    }
  }
  return outlines;
}
