import { chess, readFen, writeFen } from "@vlm/games";
import fc from "fast-check";
import { expect, test } from "vitest";
import { metadataOf, piecesOf } from "./position-json.js";
import { randomRows } from "./random-rows.test.kit.js";
import { readChessPosition, scoreChessReading } from "./reading.js";

const rows = randomRows(60, "chess readings");

test("what a row says of a position is read back as its FEN, bare, fenced or between anchors", () => {
  for (const { row, state } of rows) {
    const json = JSON.stringify({ pieces: row.pieces, metadata: row.metadata }, null, 2);
    for (const text of [json, `\`\`\`json\n${json}\n\`\`\``, `JSON_START\n${json}\nJSON_END`]) {
      expect(readChessPosition(text)).toMatchObject({ fen: writeFen(state), problem: null });
      expect(scoreChessReading(text, state, { bottom: row.bottom })).toEqual({
        validJson: true,
        validPosition: true,
        exactJson: true,
        exactFen: true,
        exactBoard: true,
        squares: 1,
      });
    }
  }
});

const state = chess.start();
const pieces = piecesOf(state, "white");
const metadata = metadataOf(state);
const say = (change: object): string => JSON.stringify({ pieces, metadata, ...change });

test.each([
  ["a piece left out", say({ pieces: pieces.slice(1) }), { squares: 63 / 64, validPosition: false }],
  [
    "a pawn left out",
    say({ pieces: pieces.filter(({ square }) => square !== "e2") }),
    { squares: 63 / 64, validPosition: true },
  ],
  [
    "another order",
    say({ pieces: [...pieces].reverse() }),
    { exactBoard: true, exactFen: true, validPosition: true, squares: 1 },
  ],
  [
    "a square named twice",
    say({ pieces: [...pieces, { square: "a8", color: "white", kind: "rook" }] }),
    { squares: 63 / 64 },
  ],
  [
    "a square named twice alike",
    say({ pieces: [...pieces, pieces[0]] }),
    { exactBoard: true, exactFen: true, validPosition: true, squares: 1 },
  ],
  ["an item that is no piece", say({ pieces: [...pieces, "a8"] }), { exactBoard: true, squares: 1 }],
  [
    "the other side to move",
    say({ metadata: { ...metadata, side_to_move: "black" } }),
    { exactBoard: true, validPosition: true, squares: 1 },
  ],
  ["no metadata", say({ metadata: undefined }), { exactBoard: true, squares: 1 }],
  [
    "castling rights in no order",
    say({ metadata: { ...metadata, castling_rights: "kK" } }),
    { exactBoard: true, squares: 1 },
  ],
  [
    "an en passant square off the board",
    say({ metadata: { ...metadata, en_passant: "e9" } }),
    { exactBoard: true, squares: 1 },
  ],
  ["half a move", say({ metadata: { ...metadata, fullmove_number: 1.5 } }), { exactBoard: true, squares: 1 }],
  ["no list of pieces", say({ pieces: {} }), {}],
  ["no pieces at all", say({ pieces: [] }), { squares: 0.5 }],
  ["no JSON", "a chess board", { validJson: false }],
])("%s", (_, text, changes) => {
  expect(scoreChessReading(text, state)).toEqual({
    validJson: true,
    validPosition: false,
    exactJson: false,
    exactFen: false,
    exactBoard: false,
    squares: 0,
    ...changes,
  });
});

test("an impossible position is read, and said to be impossible", () => {
  const text = say({ pieces: [{ square: "e4", color: "white", kind: "queen" }] });
  expect(readChessPosition(text).fen).toBe("8/8/8/8/4Q3/8/8/8 w KQkq - 0 1");
  expect(readFen("8/8/8/8/4Q3/8/8/8 w KQkq - 0 1").state).toBeNull();
});

test("any text is judged without throwing", () => {
  const piece = fc.record(
    {
      square: fc.oneof(fc.constantFrom("a1", "h8", "e4", "i9"), fc.jsonValue()),
      color: fc.constantFrom("white", "black", "red"),
      kind: fc.constantFrom("king", "pawn", "dragon"),
    },
    { requiredKeys: [] },
  );
  const answer = fc.record(
    { pieces: fc.oneof(fc.array(piece), fc.jsonValue()), metadata: fc.oneof(fc.constant(metadata), fc.jsonValue()) },
    { requiredKeys: [] },
  );
  const text = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.json(),
    answer.map((value) => JSON.stringify(value)),
  );
  fc.assert(
    fc.property(text, (said) => {
      const { fen, problem } = readChessPosition(said);
      expect(fen === null).toBe(problem !== null);
      const score = scoreChessReading(said, state);
      expect(score.squares).toBeGreaterThanOrEqual(0);
      expect(score.exactBoard).toBe(score.squares === 1);
    }),
    { numRuns: 300 },
  );
});
