import { color } from "../../color.js";
import { circle, polygon, rectangle } from "../../shape/outline.js";
import type { FrozenLakeTheme } from "../theme.js";

const INK = color("#18181b");
const PAPER = color("#ffffff");

/** Signs in black on white, and one in red: the agent. */
export const diagram: FrozenLakeTheme = {
  background: PAPER,
  label: INK,
  lastMove: color("#d97706"),
  ice: [
    { path: rectangle(0, 0, 100, 100), color: color("#a1a1aa") },
    { path: rectangle(1, 1, 98, 98), color: PAPER },
  ],
  hole: [{ path: circle(50, 50, 34), color: INK }],
  goal: [
    {
      path: polygon(
        ...([
          [50, 10],
          [60, 37],
          [89, 38],
          [66, 56],
          [74, 84],
          [50, 68],
          [26, 84],
          [34, 56],
          [11, 38],
          [40, 37],
        ] as const),
      ),
      color: color("#ca8a04"),
    },
  ],
  start: [{ path: rectangle(18, 18, 64, 64), color: color("#71717a"), stroke: 5 }],
  agent: [
    { path: `${circle(50, 27, 13)} M50 42 C70 42 74 60 74 84 H26 C26 60 30 42 50 42 Z`, color: color("#dc2626") },
  ],
};
