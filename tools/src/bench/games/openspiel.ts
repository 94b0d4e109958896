import type { Rival } from "../case.js";

/** OpenSpiel's C++ behind the protocol of tools/python/rivals/serve.py: a program that `VLM_OPENSPIEL` names. */
export function openSpiel(changes: Partial<Rival> = {}): Rival {
  return { name: "OpenSpiel", program: "VLM_OPENSPIEL", ...changes };
}
