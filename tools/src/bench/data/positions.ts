import { type UltimateState, ultimateTicTacToe } from "@vlm/games";
import { random, selfPlay } from "@vlm/mcts";
import { drawUltimateTicTacToe, themeNames } from "@vlm/render";
import { encodePng } from "@vlm/render/node";
import { row, stateOf, type UltimateRow } from "@vlm/tasks";
import type { Context } from "../case.js";

const seed = 3;

/** Rows of self-play without pictures, in an order that the seed decides; quick searches, for labels need not be good. */
export function positions(context: Context, count: number): readonly UltimateRow[] {
  const rows: UltimateRow[] = [];
  const line = context.progress("positions", count, { unit: "position" });
  const turns = random(seed, -1);
  const games = selfPlay(ultimateTicTacToe, { games: count, simulations: 20, epsilon: 0.3, seed });
  for (const { game, ply, state, search } of games) {
    // Move questions are asked of upright pictures only, and those have the longest answers.
    const rotation = turns() < 0.75 ? 0 : 90;
    rows.push(row({ id: `g${game}-p${ply}`, game, ply, state, search, rotation, image: new Uint8Array() }));
    line.update(rows.length);
    if (rows.length === count) break;
  }
  line.finish();
  // Neighbours in a game look alike; a batch draws from many games.
  const place = random(seed, -2);
  const order = rows.map((_, index) => [place(), index] as const).sort(([a], [b]) => a - b);
  return order.map(([, index]) => rows[index]!);
}

/** The picture of a row as PNG bytes; themes take turns. */
export async function picture(shown: UltimateRow, index: number, size: number): Promise<Uint8Array> {
  const theme = themeNames[index % themeNames.length]!;
  const state: UltimateState = stateOf(shown);
  return encodePng(drawUltimateTicTacToe(state, { size, theme }));
}
