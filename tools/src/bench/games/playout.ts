import type { Case } from "../case.js";
import { openSpiel } from "./openspiel.js";
import { WARM_UP_CALLS } from "./warm-up.js";
import type { PlayoutWork } from "./work.js";

/** Random games from the start; tolerances are of the first player's mean return, some five standard errors. */
export const playouts: readonly Case[] = [
  of("tic-tac-toe", "tic_tac_toe", 10_000, 0.07),
  of("ultimate", "ultimate_tic_tac_toe", 1_000, 0.2),
  of("connect-four", "connect_four", 2_000, 0.16),
  of("chess", "chess", 20, 0.7),
];

function of(name: string, game: string, games: number, tolerance: number): Case {
  const settings: PlayoutWork = { task: "playout", game, games };
  return {
    name: `playout-${name}`,
    about: `${games} random games of ${game}`,
    items: games,
    unit: "playout",
    warmUpCalls: WARM_UP_CALLS,
    settings: { ...settings },
    rivals: [openSpiel({ tolerance })],
  };
}
