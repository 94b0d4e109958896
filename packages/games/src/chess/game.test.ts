import { describe, expect, it } from "vitest";
import { seededRandom } from "../testing/seeded-random.js";
import { checkGame } from "../testing.js";
import { attackers, inCheck } from "./attackers.js";
import { readFen, writeFen } from "./fen.js";
import { chess, chessWith } from "./game.js";
import type { ChessState } from "./state.js";

const at = (fen: string): ChessState => readFen(fen).state!;
const after = (state: ChessState, moves: string, game = chess): ChessState =>
  moves.split(" ").reduce((here, text) => game.play(here, game.read(text, here)!), state);

const SHUFFLE = "Nf3 Nf6 Ng1 Ng8";

describe("chess", () => {
  it("keeps the laws of a game", () => {
    checkGame(chess, { seed: 8, games: 1 });
  });

  it("plays the scholar's mate", () => {
    const state = after(chess.start(), "e4 e5 Bc4 Nc6 Qh5 Nf6 Qxf7#");
    expect(writeFen(state)).toBe("r1bqkb1r/pppp1Qpp/2n2n2/4p3/2B1P3/8/PPPP1PPP/RNB1K1NR b KQkq - 0 4");
    expect(chess.end(state)).toBe("checkmate");
    expect(chess.result(state)).toEqual([1, -1]);
    expect(chess.actions(state)).toEqual([]);
    expect(chess.read("e8e7", state)).toBeNull();
    expect(inCheck(state)).toBe(true);
    expect(attackers(state, 60, 0)).toEqual([53]);
    expect(attackers(state, 53, 0)).toEqual([26]);
    expect(attackers(state, 53, 1)).toEqual([60]);
  });

  it("has the white player first, and black win as [-1, 1]", () => {
    const state = after(chess.start(), "f3 e5 g4 Qh4");
    expect(chess.turn(state)).toBe(0);
    expect(chess.result(state)).toEqual([-1, 1]);
  });

  it.each([
    ["stalemate", "7k/5Q2/6K1/8/8/8/8/8 b - - 0 1"],
    ["insufficient material", "8/8/4k3/8/8/3K4/8/8 w - - 0 1"],
    ["insufficient material", "8/8/4k3/8/8/3KB3/8/8 w - - 0 1"],
    ["insufficient material", "8/8/4k3/8/8/3KN3/8/8 b - - 0 1"],
    // Bishops on squares of one colour, any number of them.
    ["insufficient material", "2b5/1b6/4k3/8/8/3K4/4B3/3B4 w - - 0 1"],
    ["quiet moves", "8/8/4k3/8/8/3KR3/8/8 b - - 100 90"],
    // Mate on the hundredth ply comes first.
    ["checkmate", "R5k1/5ppp/8/8/8/8/8/4K3 b - - 100 90"],
    [null, "8/8/4k3/8/8/3KR3/8/8 b - - 99 90"],
    [null, "8/8/4k3/8/8/3KNN2/8/8 b - - 0 1"],
    [null, "8/8/4kn2/8/8/3KN3/8/8 b - - 0 1"],
    [null, "8/8/4kb2/8/8/3KN3/8/8 b - - 0 1"],
    [null, "1b6/1b6/4k3/8/8/3K4/8/8 w - - 0 1"],
    [null, "8/8/4k3/8/8/3KP3/8/8 w - - 0 1"],
  ])("ends by %s in %s", (end, fen) => {
    expect(chess.end(at(fen))).toBe(end);
    expect(chess.result(at(fen)) === null).toBe(end === null);
    expect(chess.actions(at(fen)).length > 0).toBe(end === null);
  });

  it("ends at the third repetition", () => {
    const twice = after(chess.start(), SHUFFLE);
    expect(chess.end(twice)).toBeNull();
    const thrice = after(twice, SHUFFLE);
    expect(chess.end(thrice)).toBe("repetition");
    expect(chess.result(thrice)).toEqual([0, 0]);
  });

  it("counts a position apart from the same with other rights", () => {
    // The king's step away costs the right to castle: the first position is not that of later rounds.
    const first = at("r3k2r/8/8/8/8/8/8/R3K2R w KQkq - 0 1");
    const lost = "Ke2 Ke7 Ke1 Ke8";
    expect(chess.end(after(first, `${lost} ${lost}`))).toBeNull();
    expect(chess.end(after(first, `${lost} ${lost} Ke2 Ke7`))).toBe("repetition");
    // An en passant capture that was possible at first is gone later.
    const passing = after(at("4k3/3p4/8/4P3/8/8/8/4K3 b - - 0 1"), "d5");
    const walk = "Kd1 Kd8 Ke1 Ke8";
    expect(chess.end(after(passing, `${walk} ${walk}`))).toBeNull();
    expect(chess.end(after(passing, `${walk} ${walk} Kd1`))).toBe("repetition");
  });

  it("forgets repetitions across a capture or a pawn's move", () => {
    const state = after(after(chess.start(), SHUFFLE), "e4 e5");
    expect(state.earlier.length).toBe(0);
    expect(chess.end(after(state, SHUFFLE))).toBeNull();
  });

  it("loses the right to castle with a rook that is taken or moves", () => {
    const state = at("r3k2r/8/8/8/8/8/8/R3K2R w KQkq - 0 1");
    expect(writeFen(after(state, "Rxa8+"))).toBe("R3k2r/8/8/8/8/8/8/4K2R b Kk - 0 1");
    expect(writeFen(after(state, "Rg1"))).toBe("r3k2r/8/8/8/8/8/8/R3K1R1 b Qkq - 1 1");
    expect(writeFen(after(state, "O-O"))).toBe("r3k2r/8/8/8/8/8/8/R4RK1 b kq - 1 1");
    expect(chess.read("O-O-O", at("r3k2r/8/8/8/8/8/8/RN2K2R w KQkq - 0 1"))).toBeNull();
    expect(chess.read("O-O", at("4kr2/8/8/8/8/8/8/R3K2R w KQ - 0 1"))).toBeNull();
    // The rook may pass over an attacked square, the king may not.
    expect(chess.read("O-O-O", at("1r2k3/8/8/8/8/8/8/R3K2R w KQ - 0 1"))).not.toBeNull();
  });

  it("reads UCI and SAN, where they are legal", () => {
    expect(chess.read("e2e4", chess.start())).toBe(12 | (28 << 6));
    expect(chess.read(" e4\n", chess.start())).toBe(12 | (28 << 6));
    expect(chess.read("e7e8q", chess.start())).toBeNull();
    expect(chess.write(52 | (60 << 6) | (5 << 12))).toBe("e7e8q");
    expect(chess.write(52 | (60 << 6) | (2 << 12))).toBe("e7e8n");
  });

  it("throws on an illegal action", () => {
    expect(() => chess.play(at("7k/8/8/8/8/8/7P/7K w - - 0 1"), 7)).toThrow(
      "games.chess.play: action 7 is illegal in this state; expected one of: h1g1 h1g2 h2h3 h2h4. Take an action from actions(state).",
    );
    expect(() => chess.play(at("8/8/4k3/8/8/3K4/8/8 w - - 0 1"), 7)).toThrow(
      "expected one of: none, as the game is over.",
    );
  });

  it("throws on squares that no board has", () => {
    const state = chess.start();
    expect(() => chess.actions({ ...state, squares: new Uint8Array(64) })).toThrow(
      "games.chess: squares hold 64 values, 0 of them a white king and 0 a black one; expected 64 codes from 0 to 12 with one king each. Make states with readFen.",
    );
    expect(() => chess.actions({ ...state, squares: state.squares.with(20, 13) })).toThrow(
      "games.chess: squares hold 64",
    );
    expect(() => chess.actions({ ...state, squares: state.squares.map((piece) => piece || 5) })).toThrow(
      "games.chess:",
    );
    expect(() => chess.actions({ ...state, squares: state.squares.slice(0, 63) })).toThrow("squares hold 63 values");
  });

  it("plays random games with the known shares of results", () => {
    const random = seededRandom(6);
    const position = chess.position();
    const returns = new Float64Array(2);
    position.reset(chess.start());
    const games = 1_000;
    const results = [0, 0, 0];
    for (let game = 0; game < games; game++) {
      position.playout((count) => Math.floor(random() * count), returns);
      results[1 - returns[0]!]!++;
      position.rewind();
    }
    // Of 20,000 games with every move written out, 0.154 ended in mate. Four standard errors. OpenSpiel, 900 games: 0.178.
    expect(Math.abs(results[0]! / games - 0.077)).toBeLessThan(0.035);
    expect(Math.abs(results[1]! / games - 0.846)).toBeLessThan(0.046);
    expect(Math.abs(results[2]! / games - 0.077)).toBeLessThan(0.035);
  });
});

describe("chessWith", () => {
  const fide = chessWith({ repetitions: 5, quietMoves: 75 });

  it("ends at the fifth repetition where it is told so", () => {
    const four = after(fide.start(), [SHUFFLE, SHUFFLE, SHUFFLE].join(" "), fide);
    expect(fide.end(four)).toBeNull();
    expect(fide.end(after(four, SHUFFLE, fide))).toBe("repetition");
  });

  it("ends after seventy-five quiet moves where it is told so", () => {
    expect(fide.end(at("8/8/4k3/8/8/3KR3/8/8 b - - 149 90"))).toBeNull();
    expect(fide.end(at("8/8/4k3/8/8/3KR3/8/8 b - - 150 90"))).toBe("quiet moves");
  });

  it("throws on limits that are none", () => {
    expect(() => chessWith({ repetitions: 1 })).toThrow(
      "games.chessWith: repetitions is 1; expected a whole number from 2. Leave it out for OpenSpiel's.",
    );
    expect(() => chessWith({ quietMoves: 0.5 })).toThrow(
      "games.chessWith: quietMoves is 0.5; expected a whole number from 1.",
    );
  });
});
