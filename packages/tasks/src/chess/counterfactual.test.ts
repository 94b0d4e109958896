import { chess, readFen, writeFen } from "@vlm/games";
import { expect, test } from "vitest";
import { randomOf } from "../random.js";
import { chessCounterfactual } from "./counterfactual.js";
import { randomCases } from "./random-rows.test.kit.js";

const random = randomOf("chess counterfactuals");
const pairs = randomCases(60, "chess counterfactuals").map(({ state }, seed) => {
  const square = Math.floor(64 * random());
  return { state, square, seed, pair: chessCounterfactual(state, square, { seed, id: "c" }) };
});

test("the other position is possible, unfinished, and differs in its square alone", () => {
  for (const { state, square, pair } of pairs) {
    if (pair === null) continue;
    const { before, after } = pair;
    expect([pair.square, before]).toEqual([square, state]);
    const differing = [...state.squares.keys()].filter((at) => before.squares[at] !== after.squares[at]);
    expect(differing).toEqual([square]);
    expect(writeFen(after).split(" ").slice(1)).toEqual(writeFen(before).split(" ").slice(1));
    expect(readFen(writeFen(after)).problem).toBeNull();
    expect(chess.result(after)).toBeNull();
  }
  expect(pairs.filter(({ pair }) => pair !== null).length).toBeGreaterThan(45);
});

test("material stays where a knight becomes a bishop", () => {
  const state = readFen("4k3/8/8/8/2N5/8/8/4K2R w K - 0 1").state!;
  const { questions } = chessCounterfactual(state, 26, { piece: 3 })!;
  const changed = (task: string): boolean => questions.find(({ before }) => before.task === task)!.changes;
  expect(["STATE", "MATERIAL", "CHECK"].map(changed)).toEqual([true, false, false]);
});

test("there is none on a king's square, nor where all pieces stand, nor where the rights to castle need the rook", () => {
  const state = readFen("r3k2r/8/8/8/8/8/8/R3K2R w KQkq - 0 1").state!;
  for (const square of [0, 4, 7, 56, 60, 63]) expect(chessCounterfactual(state, square)).toBeNull();
  expect(chessCounterfactual(state, 27, { piece: 5 })!.after.squares[27]).toBe(5);
  // A white rook on e4 would give check with white to move.
  expect(chessCounterfactual(state, 28, { piece: 4 })).toBeNull();
  expect(chessCounterfactual(state, 27, { piece: 6 })).toBeNull();
  expect(chessCounterfactual(chess.start(), 28)).toBeNull();
});

test("the same for the same seed, another for another", () => {
  const state = readFen("4k3/8/8/8/8/8/4P3/4K3 w - - 0 1").state!;
  const drawn = (seed: number): string => writeFen(chessCounterfactual(state, 27, { seed })!.after);
  const afters = Array.from({ length: 30 }, (_, seed) => drawn(seed));
  expect(afters[3]).toBe(drawn(3));
  expect(new Set(afters).size).toBeGreaterThan(4);
});

test("says which true answers change: on other squares none, on its own always", () => {
  const changes = new Map<string, Set<boolean>>();
  for (const { square, pair } of pairs.slice(0, 25)) {
    if (pair === null) continue;
    expect(new Set(pair.questions.map(({ before }) => before.id)).size).toBe(pair.questions.length);
    for (const { before, after, changes: changed } of pair.questions) {
      expect(after.messages).toEqual(before.messages);
      expect(before.score(after.reference).correct).toBe(!changed);
      expect(after.score(before.reference).correct).toBe(!changed);
      if (before.task === "STATE") expect(changed).toBe(true);
      if (before.task === "SQUARE") expect(changed).toBe(before.id === `c/before/${square}/SQUARE`);
      changes.set(before.task, (changes.get(before.task) ?? new Set()).add(changed));
    }
  }
  const both = new Set([true, false]);
  for (const task of ["THREATS", "LEGALITY", "SQUARE"]) expect([task, changes.get(task)]).toEqual([task, both]);
});

test("a square off the board and a finished game are the programmer's mistakes", () => {
  expect(() => chessCounterfactual(chess.start(), 64)).toThrow(
    "tasks.chessCounterfactual: square 64 of rnbqkbnr/pppppppp/8/8/8/8/PPPPPPPP/RNBQKBNR w KQkq - 0 1; expected one of 0 to 63, and an unfinished game. Take a position that can still be played.",
  );
  const mated = readFen("R5k1/5ppp/8/8/8/8/5PPP/6K1 b - - 1 1").state!;
  expect(() => chessCounterfactual(mated, 20)).toThrow("tasks.chessCounterfactual: square 20 of R5k1/");
});
