import { describe, expect, it } from "vitest";
import { readFen } from "./fen.js";
import { chess } from "./game.js";
import { randomGame } from "./random-game.test.kit.js";
import { readSan, writeSan } from "./san.js";
import type { ChessState } from "./state.js";
import { parseUci } from "./uci.js";

const at = (fen: string): ChessState => readFen(fen).state!;
const san = (uci: string, state: ChessState): string => writeSan(parseUci(uci)!, state);

describe("writeSan", () => {
  it.each([
    ["g1f3", "Nf3", "rnbqkbnr/pppppppp/8/8/8/8/PPPPPPPP/RNBQKBNR w KQkq - 0 1"],
    ["e1g1", "O-O", "4k3/8/8/8/8/8/8/R3K2R w KQ - 0 1"],
    ["e1c1", "O-O-O", "4k3/8/8/8/8/8/8/R3K2R w KQ - 0 1"],
    ["e1c1", "O-O-O+", "3k4/8/8/8/8/8/8/R3K2R w KQ - 0 1"],
    ["e5d6", "exd6", "4k3/8/8/3pP3/8/8/8/4K3 w - d6 0 1"],
    ["e7e8q", "e8=Q+", "7k/4P3/8/8/8/8/8/4K3 w - - 0 1"],
    ["e7d8n", "exd8=N", "3r3k/4P3/8/8/8/8/8/4K3 w - - 0 1"],
    ["a1a8", "Ra8#", "6k1/5ppp/8/8/8/8/8/R3K3 w - - 0 1"],
    // By file, by rank, by both, and not at all where the rival is pinned.
    ["b1d2", "Nbd2", "4k3/8/8/8/8/5N2/8/1N2K3 w - - 0 1"],
    ["a1a3", "R1a3", "4k3/8/8/R7/8/8/8/R3K3 w - - 0 1"],
    ["h4e1", "Qh4e1", "8/k7/8/8/4Q2Q/8/K7/7Q w - - 0 1"],
    ["b1d2", "Nd2", "4r1k1/8/8/8/4N3/8/8/1N2K3 w - - 0 1"],
  ])("writes %s as %s", (uci, text, fen) => {
    expect(san(uci, at(fen))).toBe(text);
    expect(readSan(text, at(fen))).toBe(parseUci(uci));
  });

  it("throws on an illegal move", () => {
    expect(() => writeSan(parseUci("e2e5")!, chess.start())).toThrow(
      "games.writeSan: action 2316 is not a legal move of the state; expected one of its 20. Take an action from chess.actions(state).",
    );
  });
});

describe("readSan", () => {
  it("undoes writeSan, and UCI is read beside it", () => {
    for (let seed = 0; seed < 4; seed++) {
      for (const state of randomGame(seed).states.filter((_, ply) => ply % 8 === seed)) {
        const legal = chess.actions(state);
        const texts = legal.map((action) => writeSan(action, state));
        expect(new Set(texts).size).toBe(legal.length);
        expect(texts.map((text) => readSan(text, state))).toEqual(legal);
        expect(texts.map((text) => chess.read(text, state))).toEqual(legal);
        expect(legal.map((action) => chess.read(chess.write(action), state))).toEqual(legal);
      }
    }
  });

  it.each([
    ["0-0", "e1g1"],
    ["O-O-O!?", "e1c1"],
    ["Ke1d1", "e1d1"],
    ["Ke1-d1", "e1d1"],
    ["Kd1+", "e1d1"],
    ["Kd1#", "e1d1"],
    [" Kd1++ ", "e1d1"],
    ["b7b8=Q", "b7b8q"],
    ["b8Q", "b7b8q"],
    ["b8(N)", "b7b8n"],
    ["bxc8=R", "b7c8r"],
    ["bc8R", "b7c8r"],
    ["b7:c8B", "b7c8b"],
    ["Rab1", "a1b1"],
    ["h4", "h2h4"],
    ["h2-h4", "h2h4"],
  ])("takes %j for %s", (text, uci) => {
    expect(readSan(text, at("2n2k2/1P6/8/8/8/8/7P/R3K2R w KQ - 0 1"))).toBe(parseUci(uci));
  });

  it.each([
    "",
    "e2e5",
    "b8",
    "b8=K",
    "b8=P",
    "Kg1",
    "Kc1",
    "e1g1",
    "O-O-O-O",
    "Ph4",
    "H4",
    "rb1",
    "Rd1 ",
    "Rc9",
    "Qd1",
    "h5",
    "--",
    "Kd1, best by test",
  ])("gives null for %j", (text) => {
    // Rd1 is played by both rooks.
    expect(readSan(text, at("2n2k2/1P6/8/8/8/4K3/7P/R6R w - - 0 1"))).toBeNull();
  });
});
