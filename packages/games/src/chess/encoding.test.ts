import { describe, expect, it } from "vitest";
import { checkEncoding } from "../testing.js";
import { decodeChess, encodeChess } from "./encoding.js";
import { START_FEN } from "./fen.js";
import { chess } from "./game.js";

describe("encodeChess and decodeChess", () => {
  it("keep a whole position, with what repetition needs", () => {
    checkEncoding(chess, { encode: encodeChess, decode: decodeChess }, { seed: 8, games: 1 });
    expect(encodeChess(chess.start())).toBe(START_FEN);
    let state = chess.start();
    for (const move of ["Nf3", "Nf6", "Ng1", "Ng8", "Nf3", "Nf6", "Ng1"])
      state = chess.play(state, chess.read(move, state)!);
    const back = decodeChess(encodeChess(state))!;
    expect(chess.end(chess.play(back, chess.read("Ng8", back)!))).toBe("repetition");
  });

  it.each([
    `${START_FEN} `,
    `${START_FEN} 0123456789abcdef`,
    "rnbqkbnr/pppppppp/8/8/8/5N2/PPPPPPPP/RNBQKB1R b KQkq - 1 1 0123456789ABCDEF",
    "rnbqkbnr/pppppppp/8/8/8/5N2/PPPPPPPP/RNBQKB1R b KQkq - 1 1 01234567",
    "rnbqkbnr/pppppppp/8/8/8/5N2/PPPPPPPP/RNBQKB1R b KQkq - 1 1 0123456789abcdef x",
    "4k3/8/8/8/8/8/8/4K3 w - -",
  ])("give null for %j", (text) => {
    expect(decodeChess(text)).toBeNull();
  });
});
