import { progress } from "@vlm/cli/progress";
import { type Match, match } from "@vlm/eval";
import { formatUltimate, type UltimateState, ultimateTicTacToe as game } from "@vlm/games";
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
    console.log(`\n${boards(finished, 6)}\n${summary({ opponent, match: finished })}\n`);
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

/** Boards of a game beside one another, as many to a line as given, a move between one and the next. */
function boards({ states, moves }: Match<UltimateState, number>, perLine: number): string {
  const blocks = states.slice(1).map((state, ply) => {
    const { player, action, replaced } = moves[ply]!;
    const title = `${ply + 1}. ${"XO"[player]} ${game.write(action)}${replaced ? " *" : ""}`;
    const lines = formatUltimate(state).split("\n").slice(0, 11);
    return [title, ...lines].map((line) => line.padEnd(17));
  });
  const lines: string[] = [];
  for (let first = 0; first < blocks.length; first += perLine) {
    const some = blocks.slice(first, first + perLine);
    for (let line = 0; line < some[0]!.length; line++) lines.push(some.map((block) => block[line]).join("   ").trimEnd());
    lines.push("");
  }
  return lines.join("\n");
}
