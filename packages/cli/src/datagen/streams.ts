import { random } from "@vlm/mcts";
import { gameSeed } from "@vlm/mcts/node";
import type { Random } from "@vlm/types";

const purposes = ["search", "looks", "question"] as const;

/** Numbers for one purpose at one position: they depend on nothing that was drawn elsewhere. */
export function positionRandom(
  purpose: (typeof purposes)[number],
  seed: number,
  { game, ply }: { readonly game: number; readonly ply: number },
): Random {
  return random(gameSeed(seed, game), 2 + purposes.length * ply + purposes.indexOf(purpose));
}

/** Numbers for what is drawn once a game: its moves, and which of its positions are kept. */
export function gameRandom(purpose: "play" | "keep", seed: number, game: number): Random {
  return random(gameSeed(seed, game), purpose === "play" ? 0 : 1);
}
