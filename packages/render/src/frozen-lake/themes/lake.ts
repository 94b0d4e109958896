import { type Color, color } from "../../color.js";
import { circle, ellipse, rectangle } from "../../shape/outline.js";
import type { FrozenLakeTheme } from "../theme.js";

/** The colors of a lake at one time of the day. */
interface Light {
  readonly background: Color;
  readonly label: Color;
  readonly joint: Color;
  readonly ice: Color;
  readonly sheen: Color;
  readonly rim: Color;
  readonly water: Color;
}

const WHITE = color("#ffffff");
const ORANGE = color("#f59f00");
const GOLD = color("#ffd43b");
const COAT = color("#1f2937");
const RED = color("#e03131");

/** A penguin on the ice, holes with a broken rim, a parcel to be fetched. */
const lake = ({ background, label, joint, ice, sheen, rim, water }: Light): FrozenLakeTheme => ({
  background,
  label,
  lastMove: color("#f59e0b"),
  ice: [
    { path: rectangle(0, 0, 100, 100), color: joint },
    { path: rectangle(1.5, 1.5, 97, 97), color: ice },
    { path: "M14 32 L32 14 M16 46 L46 16 M60 88 L88 60", color: sheen, stroke: 4 },
  ],
  hole: [
    { path: ellipse(50, 51, 39, 34), color: rim },
    { path: "M15 38 L7 28 M85 66 L94 76 M68 20 L76 9 M28 82 L20 92", color: rim, stroke: 5 },
    { path: ellipse(50, 54, 34, 28), color: water },
  ],
  goal: [
    {
      path: "M50 34 C36 8 18 20 32 32 C38 36 46 35 50 34 C64 8 82 20 68 32 C62 36 54 35 50 34",
      color: GOLD,
      stroke: 6,
    },
    { path: rectangle(23, 44, 54, 43, 3), color: RED },
    { path: rectangle(18, 33, 64, 15, 3), color: color("#b91c1c") },
    { path: rectangle(44, 33, 12, 54), color: GOLD },
  ],
  start: [
    { path: rectangle(16, 28, 68, 44, 6), color: color("#8d5a2b") },
    { path: rectangle(21, 33, 58, 34, 4), color: color("#c08a52") },
    { path: "M30 42 H70 M30 50 H70 M30 58 H70", color: color("#8d5a2b"), stroke: 3 },
  ],
  agent: [
    { path: `${ellipse(39, 88, 10, 5)} ${ellipse(61, 88, 10, 5)}`, color: ORANGE },
    {
      path: "M27 44 C14 54 14 66 18 70 C24 68 28 60 30 54 Z M73 44 C86 54 86 66 82 70 C76 68 72 60 70 54 Z",
      color: COAT,
    },
    { path: "M50 12 C70 12 76 34 76 58 C76 78 66 88 50 88 C34 88 24 78 24 58 C24 34 30 12 50 12 Z", color: COAT },
    { path: "M50 44 C58 30 68 36 67 58 C66 76 60 84 50 84 C40 84 34 76 33 58 C32 36 42 30 50 44 Z", color: WHITE },
    { path: rectangle(28, 44, 44, 9, 4), color: RED },
    { path: "M60 48 L70 66 L60 66 Z", color: RED },
    { path: `${circle(41, 30, 5)} ${circle(59, 30, 5)}`, color: WHITE },
    { path: `${circle(42, 31, 2.4)} ${circle(58, 31, 2.4)}`, color: color("#000000") },
    { path: "M43 36 H57 L50 44 Z", color: ORANGE },
  ],
});

export const glacier: FrozenLakeTheme = lake({
  background: color("#eef6fb"),
  label: color("#1e5f85"),
  joint: color("#a9d2e6"),
  ice: color("#d7eef8"),
  sheen: color("#f5fbff"),
  rim: color("#8dbdd6"),
  water: color("#0f3a5f"),
});

export const dusk: FrozenLakeTheme = lake({
  background: color("#2a2145"),
  label: color("#e4dcf7"),
  joint: color("#5d5490"),
  ice: color("#8d86c2"),
  sheen: color("#b7b2e0"),
  rim: color("#4a4179"),
  water: color("#150f2b"),
});
