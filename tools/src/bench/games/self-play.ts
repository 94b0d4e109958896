import { type SelfPlayGamesOptions, selfPlayGames } from "@vlm/mcts/node";
import type { Case, Work } from "../case.js";

const GAMES = 128;
const SIMULATIONS = 1000;

/** Whole runs, threads started and ended: two workers against one. */
export const selfPlay: Case = {
  name: "self-play",
  about: `${GAMES} games of Ultimate Tic-Tac-Toe at ${SIMULATIONS} simulations a move, by two workers`,
  items: GAMES,
  unit: "game",
  goal: 1.8,
  cores: "all",
  warmUpCalls: 1,
  rivals: [{ name: "our one worker", open: async () => runs(1) }],
  open: async () => runs(2),
};

function runs(workers: number): Work {
  const options: Omit<SelfPlayGamesOptions, "seed"> = { games: GAMES, simulations: SIMULATIONS, epsilon: 0.1, workers };
  const played = async (call: number): Promise<readonly number[]> => {
    const actions: number[] = [];
    const games = selfPlayGames<unknown, number>(new URL("./self-play-game.js", import.meta.url), {
      ...options,
      seed: call,
    });
    for await (const moves of games) for (const move of moves) actions.push(move.played);
    return actions;
  };
  return { run: played, output: async (call) => ({ actions: Int32Array.from(await played(call)) }) };
}
