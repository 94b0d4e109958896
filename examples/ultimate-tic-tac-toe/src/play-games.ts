import { progress } from "@vlm/cli/progress";
import { boards, type Match, type Move, match } from "@vlm/eval";
import { formatUltimate, ultimateTicTacToe as game, type UltimateState } from "@vlm/games";
import { randomPlayer, searchPlayer } from "@vlm/mcts";

export interface PlayedGame {
  readonly opponent: string;
  readonly match: Match<UltimateState, number>;
}

/** One game of the model, which plays X, against a random player and one against the search. */
export async function playGames(model: (state: UltimateState) => Promise<number | null>): Promise<PlayedGame[]> {
  const opponents = {
    "a random player": randomPlayer(game, 11),
    "MCTS, 100 simulations a move": searchPlayer(game, { simulations: 100, seed: 12 }),
  };
  const played: PlayedGame[] = [];
  for (const [opponent, player] of Object.entries(opponents)) {
    const bar = progress(`play ${opponent}`, Number.POSITIVE_INFINITY, { unit: "move" });
    let moves = 0;
    const finished = await match(game, [model, player], { seed: 13, onMove: () => bar.update(++moves) });
    bar.finish();
    console.log(`\n${boards(finished, { title, draw, perRow: 6 })}\n${summary({ opponent, match: finished })}\n`);
    played.push({ opponent, match: finished });
  }
  return played;
}

/** `"Model (X) against a random player: X wins after 41 moves. 3 of the model's 21 answers were replaced …"` */
export function summary({ opponent, match: { moves, result, replaced } }: PlayedGame): string {
  const end = result[0] === 0 ? "a draw" : result[0]! > 0 ? "the model wins" : "the model loses";
  const own = moves.filter(({ player }) => player === 0).length;
  return `Model (X) against ${opponent}: ${end} after ${moves.length} moves; ${replaced[0]} of the model's ${own} answers were illegal or unreadable and replaced by a random legal move.`;
}

const title = ({ player, action }: Move<number>): string => `${"XO"[player]} ${game.write(action)}`;
const draw = (state: UltimateState): string => formatUltimate(state).split("\n").slice(0, 11).join("\n");
