import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type ChessState, chess, decode, encode, readFen, ultimateTicTacToe, writeFen } from "@vlm/games";
import { random } from "@vlm/mcts";
import { drawChess, drawUltimateTicTacToe, themes, ultimateTicTacToeBoard } from "@vlm/render";
import { encodePng } from "@vlm/render/node";
import type { Game, Image } from "@vlm/types";
import type { Context } from "../case.js";
import type { PictureWork } from "./work.js";

const COUNT = 64;
const theme = "paper";

/** Writes positions of random games as text, and what Pillow needs to draw them. */
export async function writeBoards({ folder }: Context, { game, size }: PictureWork): Promise<void> {
  const write = (value: object): Promise<void> => writeFile(join(folder, `${game}.json`), JSON.stringify(value));
  if (game === "chess") {
    const states = positions(chess);
    await writePieces(folder, size);
    return write({ states: states.map(writeFen), boards: states.map(({ squares }) => Array.from(squares)) });
  }
  const states = positions(ultimateTicTacToe);
  const boards = states.map((state) => {
    const { marks, highlighted, closed } = ultimateTicTacToeBoard(state);
    return { marks: Array.from(marks), highlighted, closed: Array.from(closed!) };
  });
  return write({ states: states.map(encode), boards, theme: themes[theme] });
}

/** A function for each position, which draws it. */
export async function readBoards(folder: string, { game, size }: PictureWork): Promise<readonly (() => Image)[]> {
  const { states }: { states: readonly string[] } = JSON.parse(await readFile(join(folder, `${game}.json`), "utf8"));
  if (game === "chess")
    return states.map((text) => drawing(readFen(text).state!, (state) => drawChess(state, { size })));
  return states.map((text) => drawing(decode(text)!, (state) => drawUltimateTicTacToe(state, { size, theme })));
}

function drawing<State>(state: State, draw: (state: State) => Image): () => Image {
  return () => draw(state);
}

/** As many plies into a game as the position's number, or where the game ends. */
function positions<State, Action>(game: Game<State, Action>): readonly State[] {
  return Array.from({ length: COUNT }, (_, number) => {
    const next = random(9, number);
    let state = game.start();
    for (let ply = 0; ply < number; ply++) {
      const legal = game.actions(state);
      if (legal.length === 0) break;
      state = game.play(state, legal[Math.floor(next() * legal.length)]!);
    }
    return state;
  });
}

/** The empty board, and for each piece a board that is full of it: Pillow cuts them up. */
async function writePieces(folder: string, size: number): Promise<void> {
  for (let piece = 0; piece <= 12; piece++) {
    const full: Pick<ChessState, "squares"> = { squares: new Uint8Array(64).fill(piece) };
    await writeFile(join(folder, `chess-${piece}.png`), await encodePng(drawChess(full, { size })));
  }
}
