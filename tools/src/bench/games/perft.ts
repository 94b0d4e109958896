import type { Case } from "../case.js";
import { openSpiel } from "./openspiel.js";
import { WARM_UP_CALLS } from "./warm-up.js";
import type { PerftWork } from "./work.js";

const settings: PerftWork = { task: "perft", depth: 4 };

/** Both sides count the last ply by the length of its list of moves; the public API plays it. */
export const perft: Case = {
  name: "perft-chess",
  about: "perft(4) of chess, 197,281 nodes",
  items: 197_281,
  unit: "node",
  goal: 2.5,
  warmUpCalls: WARM_UP_CALLS,
  settings: { ...settings },
  rivals: [openSpiel({ name: "OpenSpiel, bulk" }), openSpiel({ name: "OpenSpiel, public API" })],
};
