import type { Group } from "../case.js";
import { cases } from "./cases.js";

/** Products with frozen weights, and the 4-bit codec. */
export const ops: Group = { name: "ops", peer: "ops.py", ours: new URL("./program.js", import.meta.url), cases };
