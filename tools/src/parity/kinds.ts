import { bnb } from "./bnb.js";
import type { Comparison } from "./comparison.js";
import { model } from "./model.js";
import { optim } from "./optim.js";
import { processor } from "./processor.js";
import { trainer } from "./trainer.js";
import type { Unsupported } from "./unsupported.js";

/** Runs a case folder and compares what it holds with what we compute. */
export type Kind = (folder: string) => Promise<readonly (Comparison | Unsupported)[]>;

/** By the `kind` that a case.json names. */
export const KINDS: ReadonlyMap<string, Kind> = new Map<string, Kind>([
  ["bnb", bnb],
  ["model", model],
  ["optim", optim],
  ["processor", processor],
  ["trainer", trainer],
]);
