import { chess, readFen, writeFen } from "@vlm/games";
import { expect, test } from "vitest";
import { isOf } from "../feature.test.kit.js";
import { randomOf } from "../random.js";
import { randomSearch } from "../random-positions.test.kit.js";
import { regret } from "../regret.js";
import { chessFeatures } from "./features.js";
import { randomRows } from "./random-rows.test.kit.js";
import { chessPositionKey, chessRow, chessSearchOf, chessStateOf } from "./row.js";

const rows = randomRows(100, "chess rows");

test("rows have the columns of the features, in their order and of their kinds", () => {
  for (const { row } of rows) {
    expect(Object.keys(row)).toEqual(Object.keys(chessFeatures));
    for (const [column, feature] of Object.entries(chessFeatures)) {
      expect([column, isOf(feature, row[column as keyof typeof row])]).toEqual([column, true]);
    }
  }
});

test("a row gives back its position and what its search said", () => {
  for (const { state, search, row } of rows) {
    expect(writeFen(chessStateOf(row))).toBe(writeFen(state));
    const known = chessSearchOf(row);
    expect(known === null).toBe(row.best_move === null);
    if (known === null) continue;
    expect(known.best).toBe(search.best);
    expect(known.actions.map(({ action, visits, value }) => [action, visits, value])).toEqual(
      search.actions.map(({ action, visits, value }) => [action, visits, value]),
    );
    for (const { action } of search.actions) expect(regret(known, action)).toBe(regret(search, action));
  }
  expect(new Set(rows.map(({ row }) => row.best_move === null))).toEqual(new Set([true, false]));
});

test("pieces stand in the order of reading, whoever is at the bottom, and make up the board of the FEN", () => {
  for (const { row } of rows) {
    const places = row.pieces.map(({ square }) => {
      const [file, rank] = ["abcdefgh".indexOf(square[0]!), 8 - Number(square[1])] as const;
      return row.bottom === "white" ? 8 * rank + file : 63 - (8 * rank + file);
    });
    expect(places).toEqual([...places].sort((a, b) => a - b));
    const board = new Map(row.pieces.map(({ square, color, kind }) => [square, `${color} ${kind}`]));
    const letters = { p: "pawn", n: "knight", b: "bishop", r: "rook", q: "queen", k: "king" };
    const lines = row.fen
      .split(" ")[0]!
      .replace(/\d/g, (gap) => ".".repeat(Number(gap)))
      .split("/");
    lines.forEach((line, index) => {
      [...line].forEach((letter, file) => {
        const kind = letters[letter.toLowerCase() as keyof typeof letters];
        const color = letter === letter.toLowerCase() ? "black" : "white";
        expect(board.get(`${"abcdefgh"[file]}${8 - index}`)).toBe(letter === "." ? undefined : `${color} ${kind}`);
      });
    });
  }
});

test("is written to the letter", () => {
  const after = ["e2e4", "a7a6", "e4e5", "d7d5"].reduce(
    (s, move) => chess.play(s, chess.read(move, s)!),
    chess.start(),
  );
  const search = randomSearch(chess, after, randomOf("letter"));
  const best = chess.read("exd6", after)!;
  const row = chessRow({ id: "g2-p4", game: 2, ply: 4, state: after, search: { ...search, best } });
  expect({ ...row, pieces: row.pieces.slice(0, 2), legal_moves: row.legal_moves.length }).toEqual({
    id: "g2-p4",
    game: 2,
    ply: 4,
    image: null,
    fen: "rnbqkbnr/1pp1pppp/p7/3pP3/8/8/PPPP1PPP/RNBQKBNR w KQkq d6 0 3",
    bottom: "white",
    pieces: [
      { square: "a8", color: "black", kind: "rook" },
      { square: "b8", color: "black", kind: "knight" },
    ],
    metadata: {
      side_to_move: "white",
      castling_rights: "KQkq",
      en_passant: "d6",
      halfmove_clock: 0,
      fullmove_number: 3,
    },
    legal_moves: search.actions.length,
    best_move: "e5d6",
    best_move_san: "exd6",
    chain_of_thought: expect.stringMatching(
      /^Material is even\. exd6 captures the pawn on d5 en passant\. .*FINAL MOVE: e5d6$/s,
    ),
    visits: search.actions.map(({ visits }) => visits),
    values: search.actions.map(({ value }) => value),
  });
});

test("a finished position is a row for reading", () => {
  const state = readFen("R5k1/5ppp/8/8/8/8/5PPP/6K1 b - - 1 1").state!;
  expect(chessRow({ id: "m", game: 0, ply: 1, state })).toMatchObject({
    legal_moves: [],
    best_move: null,
    values: null,
  });
});

test("the position key leaves the counts of moves out", () => {
  const [one, two, other] = ["4 9", "0 1", "0 1"].map((counts, index) => {
    const fen = `4k3/8/8/8/8/8/4P3/4K2${index === 2 ? "1" : "R"} w ${index === 2 ? "-" : "K"} - ${counts}`;
    return chessPositionKey(chessRow({ id: "k", game: 0, ply: 0, state: readFen(fen).state! }));
  });
  expect(one).toBe(two);
  expect(one).not.toBe(other);
});

test("a search of another position and a row with an impossible FEN are the programmer's mistakes", () => {
  const search = randomSearch(chess, chess.start(), randomOf("mistakes"));
  const state = chess.play(chess.start(), chess.read("e4", chess.start())!);
  expect(() => chessRow({ id: "g0-p1", game: 0, ply: 1, state, search })).toThrow(
    "tasks.chessRow: row g0-p1 has a search over 20 actions and a position with 20 legal ones; expected the same actions, at least one. Search the position of the row.",
  );
  const row = { ...chessRow({ id: "g0-p1", game: 0, ply: 1, state }), fen: "8/8/8/8/8/8/8/8 w - - 0 1" };
  expect(() => chessStateOf(row)).toThrow(
    'tasks.chessStateOf: row g0-p1 has the FEN "8/8/8/8/8/8/8/8 w - - 0 1", which is impossible: 0 white kings; expected 1; expected the FEN of a position. Hand in a row as chessRow made it.',
  );
});
