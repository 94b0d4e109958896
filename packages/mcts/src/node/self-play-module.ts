import type { Game } from "@vlm/types";
import { type SelfPlayMove, selfPlay } from "../self-play.js";
import { gameSeed } from "./game-seed.js";
import { described, importDefault, type MakeGame } from "./prepare.js";
import type { SelfPlayData } from "./self-play-games.js";

type Moves = readonly SelfPlayMove<unknown, unknown>[];

/** A module of games for `makeGames`: games of the search against itself, of the game that another module exports. */
export default async function open({ href, search }: SelfPlayData): Promise<MakeGame<Moves>> {
  const { value, exported } = await importDefault("selfPlayGames", href);
  if (!isGame(value)) {
    throw new TypeError(
      `mcts.selfPlayGames: ${href} exports ${exported}, and as default ${described(value)}; expected a Game as default export. Add one.`,
    );
  }
  // Refuses options out of range before the first game.
  selfPlay(value, { ...search, games: 0 });
  return (number) => {
    const seed = gameSeed(search.seed ?? 0, number);
    return Array.from(selfPlay(value, { ...search, seed, games: 1 }), (move) => ({ ...move, game: number }));
  };
}

function isGame(value: unknown): value is Game<unknown, unknown> {
  return typeof value === "object" && value !== null && "start" in value && "play" in value;
}
