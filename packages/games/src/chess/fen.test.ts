import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readFen, START_FEN, writeFen } from "./fen.js";
import { chess } from "./game.js";
import { randomGame } from "./random-game.test.kit.js";

const problemOf = (text: string): string | null => readFen(text).problem;

describe("readFen and writeFen", () => {
  it("tell the start", () => {
    const { state } = readFen(START_FEN);
    expect(Array.from(state!.squares.subarray(0, 16))).toEqual([4, 2, 3, 5, 6, 3, 2, 4, 1, 1, 1, 1, 1, 1, 1, 1]);
    expect(Array.from(state!.squares.subarray(48))).toEqual([7, 7, 7, 7, 7, 7, 7, 7, 10, 8, 9, 11, 12, 9, 8, 10]);
    expect(state).toMatchObject({ player: 0, castling: 15, enPassant: -1, halfmoves: 0, fullmoves: 1 });
    expect(writeFen(state!)).toBe(START_FEN);
    expect(chess.start()).toEqual(state);
  });

  it("undo each other on every position of random games, but for the past", () => {
    for (let seed = 0; seed < 4; seed++) {
      for (const state of randomGame(seed).states) {
        const text = writeFen(state);
        expect(readFen(text)).toEqual({ state: { ...state, earlier: new Int32Array(0) }, problem: null });
        expect(writeFen(readFen(text).state!)).toBe(text);
      }
    }
  });

  it("keep an en passant square where a pawn may capture, and no other", () => {
    const kept = "rnbqkbnr/1pp1pppp/p7/3pP3/8/8/PPPP1PPP/RNBQKBNR w KQkq d6 0 3";
    expect(writeFen(readFen(kept).state!)).toBe(kept);
    const idle = "rnbqkbnr/pppppppp/8/8/4P3/8/PPPP1PPP/RNBQKBNR b KQkq e3 0 1";
    expect(writeFen(readFen(idle).state!)).toBe(idle.replace("e3", "-"));
    // The capture would lay the king open along the rank.
    const pinned = "8/8/8/K2pP2r/8/8/8/7k w - d6 0 1";
    expect(writeFen(readFen(pinned).state!)).toBe(pinned.replace("d6", "-"));
  });

  it("take four fields, and blanks around", () => {
    expect(readFen("  4k3/8/8/8/8/8/8/4K3   b -  -\n")).toEqual(readFen("4k3/8/8/8/8/8/8/4K3 b - - 0 1"));
  });

  it.each([
    ["", "1 fields; expected 6, or 4 without the counts"],
    ["4k3/8/8/8/8/8/8/4K3 w - - 0", "5 fields; expected 6, or 4 without the counts"],
    ["4k3/8/8/8/8/8/4K3 w - - 0 1", "7 ranks; expected 8"],
    ["4k3/8/8/8/8/8/8/4K2 w - - 0 1", 'rank 1, "4K2", has 7 squares; expected 8'],
    ["4k3/8/8/8/8/8/8/4K4 w - - 0 1", 'rank 1, "4K4", has more than 8 squares; expected 8'],
    ["4k3/8/8/8/8/8/8/4K2x w - - 0 1", '"x" on rank 1; expected PNBRQK, pnbrqk or 1 to 8'],
    ["4k3/9/8/8/8/8/8/4K3 w - - 0 1", '"9" on rank 7; expected PNBRQK, pnbrqk or 1 to 8'],
    ["4k3/8/8/8/8/8/8/4K3 W - - 0 1", 'side to move "W"; expected w or b'],
    ["4k3/8/8/8/8/8/8/4K3 w qK - 0 1", 'castling rights "qK"; expected - or some of KQkq'],
    ["4k3/8/8/8/8/8/8/4K3 w - e9 0 1", 'en passant square "e9"; expected - or a square'],
    ["4k3/8/8/8/8/8/8/4K3 w - - -1 1", 'half-move clock "-1"; expected 0 to 9999'],
    ["4k3/8/8/8/8/8/8/4K3 w - - 10000 1", 'half-move clock "10000"; expected 0 to 9999'],
    ["4k3/8/8/8/8/8/8/4K3 w - - 0 0", 'move number "0"; expected 1 to 9999'],
    ["8/8/8/8/8/8/8/4K3 w - - 0 1", "0 black kings; expected 1"],
    ["4k3/8/8/8/8/8/8/K3K3 w - - 0 1", "2 white kings; expected 1"],
    ["4k2P/8/8/8/8/8/8/4K3 w - - 0 1", "a pawn on h8; expected pawns on ranks 2 to 7"],
    ["4k3/8/8/8/8/8/8/p3K3 w - - 0 1", "a pawn on a1; expected pawns on ranks 2 to 7"],
    ["4k3/8/8/8/8/P7/PPPPPPPP/4K3 w - - 0 1", "9 white pawns; expected at most 8"],
    [
      "4k3/8/8/8/8/8/PPPPPPP1/QQQ1K3 w - - 0 1",
      "2 white pieces more than at the start, beside 7 pawns; expected at most 8 together",
    ],
    [
      "b1b1k3/pppppppp/8/8/8/8/8/4K3 w - - 0 1",
      "1 black pieces more than at the start, beside 8 pawns; expected at most 8 together",
    ],
    ["4k3/8/8/8/8/8/8/4K3 w K - 0 1", "castling right K without a white rook on h1"],
    ["3k4/8/8/8/8/8/8/R3K3 w q - 0 1", "castling right q without a black king on e8"],
    ["4k3/8/8/8/8/8/8/4K3 w - e3 0 1", "en passant square e3 with white to move; expected one on rank 6"],
    ["4k3/8/8/4P3/8/8/8/4K3 w - d6 0 1", "en passant square d6 without a pawn that has just passed it"],
    ["4k3/3n4/8/3pP3/8/8/8/4K3 w - d6 0 1", "en passant square d6 without a pawn that has just passed it"],
    ["4k3/8/8/3pP3/8/8/8/4K3 w - d6 3 2", "en passant square d6 beside a half-move clock of 3; expected 0"],
    [
      "4r1k1/8/8/3p4/8/8/8/4K3 w - d6 0 1",
      "en passant square d6, before whose pawn moved the king on e1 stood in check already",
    ],
    ["4k3/8/8/8/8/8/4R3/4K3 w - - 0 1", "black is in check by Re2 with white to move"],
    ["8/8/8/3kK3/8/8/8/8 b - - 0 1", "white is in check by Kd5 with black to move"],
    ["4k3/8/8/8/1b2r2b/8/8/4K3 w - - 0 1", "3 checks at once; expected at most 2"],
  ])("refuse %j", (text, problem) => {
    expect(readFen(text)).toEqual({ state: null, problem });
  });

  it("shorten what they quote", () => {
    expect(problemOf(`4k3/8/8/8/8/8/8/4K3 ${"w".repeat(99)} - - 0 1`)).toBe(
      `side to move "${"w".repeat(40)}…"; expected w or b`,
    );
  });

  it("never throw, and read nothing that no move can be played in", () => {
    const alphabet = fc.constantFrom(..."pnbrqkPNBRQK12345678/ wb-KQkqe3d6 01");
    const texts = fc.oneof(
      fc.string(),
      fc.string({ unit: alphabet, maxLength: 90 }),
      fc
        .tuple(fc.nat(START_FEN.length - 1), alphabet)
        .map(([at, letter]) => START_FEN.slice(0, at) + letter + START_FEN.slice(at + 1)),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const { state, problem } = readFen(text);
        expect(state === null).toBe(problem !== null);
        if (state !== null) for (const action of chess.actions(state)) chess.play(state, action);
      }),
      { numRuns: 1_000 },
    );
  });
});
