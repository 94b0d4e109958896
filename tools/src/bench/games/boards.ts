import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { decode, encode, type UltimateState, ultimateTicTacToe } from "@vlm/games";
import { random } from "@vlm/mcts";
import { themes, ultimateTicTacToeBoard } from "@vlm/render";
import type { Context } from "../case.js";

const FILE = "boards.json";
const COUNT = 64;
export const THEME = "paper";

/** Writes positions of random games, for us as text and for Pillow as what is to be seen, and the theme's colors. */
export async function writeBoards({ folder }: Context): Promise<void> {
  const states = positions();
  const seen = states.map((state) => {
    const { marks, highlighted, closed } = ultimateTicTacToeBoard(state);
    return { marks: [...Array.from(marks)], highlighted, closed: Array.from(closed!) };
  });
  await writeFile(
    join(folder, FILE),
    JSON.stringify({ states: states.map(encode), boards: seen, theme: themes[THEME] }),
  );
}

export async function readBoards(folder: string): Promise<readonly UltimateState[]> {
  const { states }: { states: readonly string[] } = JSON.parse(await readFile(join(folder, FILE), "utf8"));
  return states.map((text) => decode(text)!);
}

/** As many plies into a game as the position's number, or where the game ends. */
function positions(): readonly UltimateState[] {
  return Array.from({ length: COUNT }, (_, number) => {
    const next = random(9, number);
    let state = ultimateTicTacToe.start();
    for (let ply = 0; ply < number; ply++) {
      const legal = ultimateTicTacToe.actions(state);
      if (legal.length === 0) break;
      state = ultimateTicTacToe.play(state, legal[Math.floor(next() * legal.length)]!);
    }
    return state;
  });
}
