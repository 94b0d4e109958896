import type { Group } from "../case.js";
import { cases } from "./cases.js";

/** Search, rules and pictures. A process for each side of each case: many games in one slow each other down. */
export const games: Group = {
  name: "games",
  peer: "games.py",
  ours: new URL("./program.js", import.meta.url),
  fresh: true,
  cases,
};
