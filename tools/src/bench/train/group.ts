import type { Group } from "../case.js";
import { cases } from "./cases.js";

/** Steps of training and generation of whole models. */
export const train: Group = {
  name: "train",
  peer: "train.py",
  ours: new URL("./program.js", import.meta.url),
  fresh: true,
  cases,
};
