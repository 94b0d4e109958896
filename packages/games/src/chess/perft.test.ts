import { describe, expect, it } from "vitest";
import { readFen } from "./fen.js";
import { perft } from "./perft.js";

// Counts of https://www.chessprogramming.org/Perft_Results; depths 1 to 4 also counted by OpenSpiel, commit 112b7770.
const TABLE: readonly (readonly [fen: string, counts: readonly number[]])[] = [
  ["rnbqkbnr/pppppppp/8/8/8/8/PPPPPPPP/RNBQKBNR w KQkq - 0 1", [20, 400, 8902, 197281]],
  ["r3k2r/p1ppqpb1/bn2pnp1/3PN3/1p2P3/2N2Q1p/PPPBBPPP/R3K2R w KQkq - 0 1", [48, 2039, 97862, 4085603]],
  ["8/2p5/3p4/KP5r/1R3p1k/8/4P1P1/8 w - - 0 1", [14, 191, 2812, 43238, 674624]],
  ["r3k2r/Pppp1ppp/1b3nbN/nP6/BBP1P3/q4N2/Pp1P2PP/R2Q1RK1 w kq - 0 1", [6, 264, 9467, 422333]],
  ["rnbq1k1r/pp1Pbppp/2p5/8/2B5/8/PPP1NnPP/RNBQK2R w KQ - 1 8", [44, 1486, 62379, 2103487]],
  ["r4rk1/1pp1qppp/p1np1n2/2b1p1B1/2B1P1b1/P1NP1N2/1PP1QPPP/R4RK1 w - - 0 10", [46, 2079, 89890, 3894594]],
  // OpenSpiel's chess_test.cc: the only move captures the checker.
  ["4k1rr/1b1p3p/nn1p4/P3Np2/3P1bp1/6PP/P5R1/1B1K2N1 b k - 1 37", [35]],
];

describe("perft", () => {
  it.each(TABLE)("counts what is known of %s", (fen, counts) => {
    const { state } = readFen(fen);
    expect(counts.map((_, depth) => perft(state!, depth + 1))).toEqual(counts);
  });

  it("counts the state itself at depth 0", () => {
    expect(perft(readFen(TABLE[0]![0]).state!, 0)).toBe(1);
  });

  it("throws on a depth that is none", () => {
    expect(() => perft(readFen(TABLE[0]![0]).state!, 1.5)).toThrow(
      "games.perft: depth is 1.5; expected a whole number from 0. Give a number of plies.",
    );
    expect(() => perft(readFen(TABLE[0]![0]).state!, -1)).toThrow("depth is -1");
  });
});
