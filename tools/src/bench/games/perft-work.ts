import { chess, perft } from "@vlm/games";
import type { Work } from "../case.js";
import type { PerftWork } from "./work.js";

export function perftWork({ depth }: PerftWork): Work {
  const run = (): number => perft(chess.start(), depth);
  return { run, output: () => ({ nodes: Int32Array.of(run()) }) };
}
