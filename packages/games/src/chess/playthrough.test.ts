import { describe, expect, it } from "vitest";
import { writeFen } from "./fen.js";
import { chess } from "./game.js";
import { LETTERS } from "./piece.js";
import { writeSan } from "./san.js";
import type { ChessState } from "./state.js";

const SCHOLARS_MATE = "e4 e5 Bc4 Nc6 Qh5 Nf6 Qxf7#";
// En passant, castling to both sides, a promotion to a knight, and a threefold repetition.
const EVERYTHING =
  "e4 d5 e5 f5 exf6 Nc6 Nf3 Bg4 Be2 Qd6 O-O O-O-O fxg7 Bxf3 gxh8=N Bxe2 Qxe2 Nf6 Nf7 Qd7 Kh1 Kb8 Kg1 Kc8 Kh1 Kb8 Kg1 Kc8";

function board({ squares }: ChessState): string {
  return [7, 6, 5, 4, 3, 2, 1, 0]
    .map((rank) => `${rank + 1}  ${Array.from(squares.subarray(8 * rank, 8 * rank + 8), dot).join(" ")}`)
    .concat("   a b c d e f g h")
    .join("\n");
}

const dot = (piece: number): string => (piece === 0 ? "." : LETTERS[piece]!);

/** Every state of a game with its legal moves, every move in both notations. */
function playthrough(moves: string): string {
  let state = chess.start();
  const parts: string[] = [];
  for (const move of moves.split(" ")) {
    const legal = chess.actions(state).map((action) => writeSan(action, state));
    const action = chess.read(move, state)!;
    parts.push(`${writeFen(state)}\n${board(state)}\n${legal.length} moves: ${legal.join(" ")}`);
    parts.push(`> ${writeSan(action, state)} ${chess.write(action)}`);
    state = chess.play(state, action);
  }
  parts.push(`${writeFen(state)}\n${board(state)}\n${chess.end(state)}: ${chess.result(state)}`);
  return `${parts.join("\n\n")}\n`;
}

describe("a game of chess", () => {
  it("goes as it is written down", async () => {
    await expect(playthrough(SCHOLARS_MATE)).toMatchFileSnapshot("../../fixtures/chess-scholars-mate.txt");
    await expect(playthrough(EVERYTHING)).toMatchFileSnapshot("../../fixtures/chess-playthrough.txt");
  });
});
