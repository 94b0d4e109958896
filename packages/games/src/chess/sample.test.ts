import { describe, expect, it } from "vitest";
import { seededRandom } from "../testing/seeded-random.js";
import { checked, givesCheck } from "./attack.js";
import { Board } from "./board.js";
import { readFen, writeFen } from "./fen.js";
import { legalMoves } from "./legal-moves.js";
import { make, unmake } from "./make.js";
import { randomGame } from "./random-game.test.kit.js";
import { sample } from "./sample.js";
import { writeUci } from "./uci.js";

const POSITIONS: readonly string[] = [
  "rnbqkbnr/pppppppp/8/8/8/8/PPPPPPPP/RNBQKBNR w KQkq - 0 1",
  // Castling to both sides, pins, captures en passant, promotions, and a side in check.
  "r3k2r/p1ppqpb1/bn2pnp1/3PN3/1p2P3/2N2Q1p/PPPBBPPP/R3K2R w KQkq - 0 1",
  "r3k2r/p1ppqpb1/bn2pnp1/3PN3/1p2P3/2N2Q1p/PPPBBPPP/R3K2R b KQkq - 0 1",
  "8/8/8/2KpP2r/8/8/8/3r2k1 w - d6 0 1",
  "8/2p5/3p4/KP5r/1R2Pp1k/8/6P1/8 b - e3 0 1",
  "1n3rk1/P1P5/8/8/8/8/p2K2p1/1R3Q2 w - - 0 1",
  "1n3rk1/P1P5/8/8/8/8/p2K2p1/1R3Q2 b - - 0 1",
  "4k3/8/8/8/1b6/8/3N4/4K2R w K - 0 1",
  "rnbqk1nr/pppp1ppp/8/4p3/1b1P4/5N2/PPP1PPPP/RNBQKB1R w KQkq - 2 3",
];

/** Upper bound of the chi-square statistic that chance exceeds once in 10,000 times, by Wilson and Hilferty. */
function bound(freedom: number): number {
  const part = 2 / (9 * freedom);
  return freedom * (1 - part + 3.719 * Math.sqrt(part)) ** 3;
}

describe("sample", () => {
  it.each(POSITIONS)("draws the legal moves of %s alike", (fen) => {
    const { state } = readFen(fen);
    const board = new Board();
    board.reset(state!);
    const random = seededRandom(11);
    const legal = legalMoves(state!);
    const counts = new Map(legal.map((move) => [move, 0]));
    const draws = 300 * legal.length;
    const inCheck = checked(board);
    for (let draw = 0; draw < draws; draw++) {
      const move = sample(board, inCheck, (count) => Math.floor(random() * count));
      counts.set(move, counts.get(move)! + 1);
    }
    const square = [...counts.values()].reduce((sum, count) => sum + (count - 300) ** 2 / 300, 0);
    expect([...counts.keys()].toSorted((a, b) => a - b)).toEqual(legal);
    expect(square).toBeLessThan(bound(legal.length - 1));
  });

  it("tells that there is none", () => {
    for (const fen of ["7k/5Q2/6K1/8/8/8/8/8 b - - 0 1", "R5k1/5ppp/8/8/8/8/8/4K3 b - - 0 1"]) {
      const board = new Board();
      board.reset(readFen(fen).state!);
      expect(sample(board, checked(board), () => 0)).toBe(-1);
    }
  });
});

describe("unmake", () => {
  it("takes back every move of a random game", () => {
    const board = new Board();
    for (const state of randomGame(3).states) {
      board.reset(state);
      for (const move of legalMoves(state)) unmake(board, move, make(board, move));
      expect(board.state()).toEqual(state);
    }
  });
});

describe("givesCheck", () => {
  it("says what the whole look at the board says, for every move of random games", () => {
    const board = new Board();
    const wrong: string[] = [];
    let checks = 0;
    for (let seed = 0; seed < 4; seed++) {
      for (const state of randomGame(seed).states) {
        board.reset(state);
        for (const move of legalMoves(state)) {
          const undo = make(board, move);
          const answer = givesCheck(board, move, undo);
          if (answer !== checked(board)) wrong.push(`${writeUci(move)} in ${writeFen(state)}`);
          if (answer) checks++;
          unmake(board, move, undo);
        }
      }
    }
    expect(wrong).toEqual([]);
    expect(checks).toBeGreaterThan(500);
  });

  it.each([
    // Castling, en passant that uncovers, promotion, and a rook uncovered.
    ["5k2/8/8/8/8/8/8/4K2R w K - 0 1", "e1g1", true],
    ["8/8/8/R2pP2k/8/8/8/4K3 w - d6 0 1", "e5d6", true],
    ["7k/4P3/8/8/8/8/8/4K3 w - - 0 1", "e7e8r", true],
    ["7k/4P3/8/8/8/8/8/4K3 w - - 0 1", "e7e8n", false],
    ["4k3/8/8/8/8/4B3/8/K3R3 w - - 0 1", "e3d4", true],
  ])("in %s after %s is %s", (fen, uci, check) => {
    const { state } = readFen(fen);
    const board = new Board();
    board.reset(state!);
    const move = legalMoves(state!).find((legal) => writeUci(legal) === uci)!;
    expect(givesCheck(board, move, make(board, move))).toBe(check);
  });
});
