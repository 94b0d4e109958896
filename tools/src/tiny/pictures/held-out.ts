import { canonicalKey, ultimateTicTacToe as game } from "@vlm/games";
import { random, selfPlay } from "@vlm/mcts";
import { drawUltimateTicTacToe, rotations, themeNames } from "@vlm/render";
import { row, stateOf, type UltimateRow } from "@vlm/tasks";
import type { Image } from "@vlm/types";

/** A position that the demo holds out, with its picture as the demo draws it. */
export interface HeldOut {
  readonly row: UltimateRow;
  readonly picture: Image;
}

/**
 * The positions that the demo asks about and never trains on: the first games of its self-play, turned and colored as it
 * does (`make-dataset.ts` of the example). Game k depends on seed and k alone, so that fewer games are the same ones.
 */
export function heldOutPositions(games = 8): readonly HeldOut[] {
  return Array.from(
    selfPlay(game, { games, simulations: 400, epsilon: 0.15, seed: 1 }),
    ({ game: number, ply, state, search }) => {
      const chance = random(1, 100 * number + ply);
      const rotation = chance() < 0.3 ? 0 : rotations[1 + Math.floor(3 * chance())]!;
      const theme = themeNames[Math.floor(themeNames.length * chance())]!;
      const picture = drawUltimateTicTacToe(state, { rotation, theme });
      const id = `game-${number}-ply-${ply}`;
      return { row: row({ id, game: number, ply, state, search, rotation, image: new Uint8Array(0) }), picture };
    },
  );
}

/** Keys of positions, the same in all eight symmetries. */
export function keysOf(positions: readonly HeldOut[]): ReadonlySet<string> {
  return new Set(positions.map((each) => canonicalKey(stateOf(each.row))));
}
