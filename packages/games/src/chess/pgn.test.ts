import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { seededRandom } from "../testing/seeded-random.js";
import { readFen, writeFen } from "./fen.js";
import { chess } from "./game.js";
import { afterMove, legalMoves } from "./legal-moves.js";
import type { PgnGame, PgnLine, PgnMove, PgnReading } from "./pgn.js";
import { readPgn } from "./pgn-read.js";
import { writePgn } from "./pgn-write.js";
import { writeSan } from "./san.js";
import type { ChessState } from "./state.js";

const problemsOf = (text: string): (string | null)[] => readPgn(text).map(({ problem }) => problem);

function gameOf(text: string): PgnGame {
  const readings = readPgn(text);
  expect(readings.map(({ problem }) => problem)).toEqual([null]);
  return readings[0]!.game!;
}

/** The line in SAN, its comments in braces, its variations in brackets. */
function told(line: PgnLine, start: ChessState): string {
  let state = start;
  const parts = line.comment === "" ? [] : [`{${line.comment}}`];
  for (const { action, glyphs, comment, variations } of line.moves) {
    parts.push(writeSan(action, state), ...glyphs.map((glyph) => `$${glyph}`));
    if (comment !== "") parts.push(`{${comment}}`);
    for (const variation of variations) parts.push(`[${told(variation, state)}]`);
    state = afterMove(state, action);
  }
  return parts.join(" ");
}

const EXAMPLE = `[Event "F/S Return \\"Match\\""]
[Site "Belgrade, Serbia JUG"]
[Date "1992.11.04"]
[Round "29"]
[White "Fischer, Robert J."]
[Black "Spassky, Boris V."]
[Result "1/2-1/2"]
[ECO "C95"]

{The start.} 1. e4 $1 {best by test} 1... e5 2. Nf3 $14 (2. f4 exf4 (2... d5 3.
exd5 {well met}) 3. Nf3) (2. Nc3) 2... Nc6 3. Bb5 a6 1/2-1/2
`;

describe("writePgn", () => {
  it("writes headers in their order, and moves in lines of 79 columns", () => {
    expect(writePgn(gameOf(EXAMPLE))).toBe(EXAMPLE);
  });

  it("adds what the standard asks for, and the position a game starts from", () => {
    const game = gameOf('[FEN "4k3/8/8/8/8/8/8/R3K3 b Q - 4 30"]\n[White "me"]\n\n30... Ke7 31. O-O-O *');
    expect(writePgn(game)).toBe(
      '[Event "?"]\n[Site "?"]\n[Date "????.??.??"]\n[Round "?"]\n[White "me"]\n[Black "?"]\n[Result "*"]\n[SetUp "1"]\n' +
        '[FEN "4k3/8/8/8/8/8/8/R3K3 b Q - 4 30"]\n\n30... Ke7 31. O-O-O *\n',
    );
  });

  it("writes a comment with a brace in it to the end of a line", () => {
    const game = gameOf("1. e4 ; a } b\n(1. d4 ; c } d\n) 1... e5 *");
    const text = writePgn(game);
    expect(text.split("\n\n")[1]).toBe("1. e4 ; a } b\n(1. d4 ; c } d\n) 1... e5 *\n");
    expect(gameOf(text).line).toEqual(game.line);
  });

  it("throws on what has no place in PGN", () => {
    const game = gameOf("1. e4 *");
    expect(() => writePgn({ ...game, headers: new Map([["White", "a\nb"]]) })).toThrow(
      'games.writePgn: header "White" is "a\\nb"; expected a name of letters, digits and _, and a value on one line. Change the game\'s headers.',
    );
    expect(() => writePgn({ ...game, headers: new Map([["White player", "a"]]) })).toThrow(
      'header "White player" is "a"',
    );
    const [move] = game.line.moves as [PgnMove];
    const hollow = { ...move, variations: [{ comment: "nothing", moves: [] }] };
    expect(() => writePgn({ ...game, line: { comment: "", moves: [hollow] } })).toThrow(
      "games.writePgn: a variation has no moves; expected one at least. Take it out of the game.",
    );
    expect(() => writePgn({ ...game, line: { comment: "", moves: [move, move] } })).toThrow(
      "games.writeSan: action 1804",
    );
  });
});

describe("readPgn", () => {
  it("reads headers, comments, glyphs and variations", () => {
    const game = gameOf(EXAMPLE);
    expect([...game.headers]).toEqual([
      ["Event", 'F/S Return "Match"'],
      ["Site", "Belgrade, Serbia JUG"],
      ["Date", "1992.11.04"],
      ["Round", "29"],
      ["White", "Fischer, Robert J."],
      ["Black", "Spassky, Boris V."],
      ["Result", "1/2-1/2"],
      ["ECO", "C95"],
    ]);
    expect(game.result).toBe("1/2-1/2");
    expect(told(game.line, game.start)).toBe(
      "{The start.} e4 $1 {best by test} e5 Nf3 $14 [f4 exf4 [d5 exd5 {well met}] Nf3] [Nc3] Nc6 Bb5 a6",
    );
  });

  it("reads what other programs write", () => {
    const text =
      '\ufeff% made by another program\r\n[Event "x"]\r\n[ White  "a\\\\b" ]\r\n\r\n1.e4!e5?? 2 . Nf3!? ; to the end { of it\r\n' +
      "2...Nc6\r\n% 3. Ke2 is not played\r\n3.Bb5 {one\r\n  two} {three}$10 a6 4. O-O?! 1-0";
    const game = gameOf(text);
    expect(game.headers.get("White")).toBe("a\\b");
    expect(game.result).toBe("1-0");
    expect(told(game.line, game.start)).toBe(
      "e4 $1 e5 $4 Nf3 $5 {to the end { of it} Nc6 Bb5 $10 {one two three} a6 O-O $6",
    );
    const promoted = gameOf('[FEN "8/1P2k3/8/8/8/8/8/4K3 w - - 0 1"]\n1. b8=(Q) (1. b8=R) (1. b8(N))');
    expect(told(promoted.line, promoted.start)).toBe("b8=Q [b8=R] [b8=N]");
    const passing = gameOf("1. e4 a6 2. e5 d5 3. exd6 e.p. Nf6 4. dxe7 Nc6 5. exd8=Q+ Nxd8 0-1");
    expect(told(passing.line, passing.start)).toBe("e4 a6 e5 d5 exd6 Nf6 dxe7 Nc6 exd8=Q+ Nxd8");
  });

  it("takes the result from the header where the moves tell none", () => {
    expect(gameOf('[Result "0-1"]\n\n1. e4').result).toBe("0-1");
    expect(gameOf('[Result "who knows"]\n\n1. e4').result).toBe("*");
    expect(gameOf('[Result "0-1"]\n\n1. e4 1-0').result).toBe("1-0");
  });

  it("reads on past draws that nobody claimed", () => {
    const shuffles = Array.from({ length: 60 }, () => "Nf3 Nf6 Ng1 Ng8").join(" ");
    expect(gameOf(`${shuffles} e4 *`).line.moves.length).toBe(241);
  });

  it("reads several games, with and without results", () => {
    const text = '[White "a"]\n\n1. e4 *\n\n[White "b"]\n\n1. d4\n\n[White "c"]\n\n1. c4 1-0 1. Nf3 0-1 {the end}';
    expect(
      readPgn(text).map(({ game }) => [game!.headers.get("White"), game!.line.moves.length, game!.result]),
    ).toEqual([
      ["a", 1, "*"],
      ["b", 1, "*"],
      ["c", 1, "1-0"],
      [undefined, 1, "0-1"],
    ]);
    expect(readPgn("")).toEqual([]);
    expect(readPgn(" \n{nothing}\n; nothing\n")).toEqual([]);
    expect(gameOf('[White "a"]').line.moves).toEqual([]);
    expect(gameOf("*").line.moves).toEqual([]);
  });

  it("goes on with the next game after a problem, and says where it is", () => {
    const text =
      '[White "a"]\n\n1. e4 e5\n2. Ke3 Nc6 1-0\n\n[White "b"]\n[Bad\n[Black "c"]\n\n1. d4 *\n\n[White "d"]\n\n1. c4 *\n';
    expect(
      readPgn(text).map((reading) => (reading.game === null ? reading : reading.game.headers.get("White"))),
    ).toEqual([
      {
        game: null,
        problem:
          'line 4, column 4: "Ke3" is no legal move in rnbqkbnr/pppp1ppp/8/4p3/4P3/8/PPPP1PPP/RNBQKBNR w KQkq - 0 2',
        line: 4,
        column: 4,
      },
      { game: null, problem: 'line 7, column 1: a header that is not written [Name "value"]', line: 7, column: 1 },
      "d",
    ]);
  });

  it.each([
    ["1. e4 {open", "line 1, column 7: a comment that is never closed"],
    ["1. e4 e5\r\n2. Nf3 (2. f4 exf4", "line 2, column 15: the game ends within a variation; expected )"],
    ["1. e4 (1. d4 1-0", "line 1, column 14: the result stands within a variation; expected )"],
    ["1. e4 ) e5", "line 1, column 7: ) without ("],
    ["1. e4 () e5", "line 1, column 8: a variation without moves"],
    ["(1. e4) e5", "line 1, column 1: a variation before any move"],
    ["$1 e4", 'line 1, column 1: "1" before any move'],
    ["! e4", 'line 1, column 1: "!" before any move'],
    ["1. e4 $256", "line 1, column 7: glyph 256; expected 0 to 255"],
    ["1. e4 <x>", 'line 1, column 7: "<", which starts nothing'],
    ["1. e4 --", 'line 1, column 7: "-", which starts nothing'],
    ["1. N3", `line 1, column 4: "N3" is no legal move in ${writeFen(chess.start())}`],
    ['[FEN "x"]\n1. e4', "line 1, column 1: the FEN tells no position: 1 fields; expected 6, or 4 without the counts"],
    ['[Variant "Atomic"]\n1. e4', 'line 1, column 1: variant "Atomic"; expected standard chess'],
    [
      '[FEN "4k3/8/8/8/8/8/4K3/R6R w - - 0 1"]\n1. Rd1',
      'line 2, column 4: "Rd1" names 2 legal moves in 4k3/8/8/8/8/8/4K3/R6R w - - 0 1',
    ],
    [`1. e4 ${"(1. d4 ".repeat(101)}`, "line 1, column 707: variations nested more than 100 deep"],
  ])("tells what is wrong with %j", (text, problem) => {
    expect(problemsOf(text)).toEqual([problem]);
  });

  it("takes a long text in one line, and long words", () => {
    for (const part of [
      " ",
      ".",
      "1 ",
      "{",
      "{} ",
      "; ",
      "% ",
      "a",
      "a:",
      "a=b",
      "(",
      '[A "b\\"',
      "e4 ",
      "$1 ",
      "\\",
    ]) {
      expect(readPgn(`[A "${part.repeat(200_000)}"]`).length).toBe(1);
      expect(readPgn(part.repeat(100_000)).length).toBeLessThanOrEqual(1);
    }
    for (const text of ["[".repeat(100_000), `[A "${"b".repeat(100_000)}`, `[A "${"\\b".repeat(100_000)}`]) {
      expect(problemsOf(text)).toEqual(['line 1, column 1: a header that is not written [Name "value"]']);
    }
  });

  it("never throws", () => {
    const parts = fc.constantFrom(
      ...'e4 Nf3 O-O ( ) { } ; $1 ! 1-0 * [ ] " \\ [White "a"] 1. % \n \r\n <'.split(" "),
      "\n",
    );
    const texts = fc.oneof(
      fc.string(),
      fc.array(parts, { maxLength: 40 }).map((words) => words.join(" ")),
    );
    fc.assert(
      fc.property(texts, (text) => {
        expect(Array.isArray(readPgn(text))).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe("readPgn and writePgn", () => {
  const comment = fc.oneof(
    fc.constant(""),
    fc.string().map((text) => text.replace(/\s+/g, " ").trim()),
  );

  it("undo each other on random games with comments, glyphs and variations", () => {
    fc.assert(
      fc.property(
        fc.nat(),
        comment,
        fc.string().filter((text) => !/[\n\r]/.test(text)),
        (seed, note, white) => {
          const random = seededRandom(seed);
          const start = random() < 0.5 ? chess.start() : readFen("4k3/P6p/8/8/8/8/8/R3K2R b KQ - 3 40").state!;
          const game: PgnGame = {
            headers: new Map([
              ["Event", "?"],
              ["Site", "?"],
              ["Date", "????.??.??"],
              ["Round", "1"],
              ["White", white],
              ["Black", "?"],
              ["Result", "*"],
            ]),
            start,
            line: lineOf(start, note, 20, random),
            result: "*",
          };
          const [reading] = readPgn(writePgn(game)) as [PgnReading];
          expect(reading.problem).toBeNull();
          expect(reading.game!.line).toEqual(game.line);
          expect(reading.game!.start).toEqual(game.start);
          expect(reading.game!.headers.get("White")).toBe(white);
        },
      ),
      { numRuns: 25 },
    );
  });

  function lineOf(start: ChessState, note: string, plies: number, random: () => number): PgnLine {
    const moves: PgnMove[] = [];
    let state = start;
    while (moves.length < plies) {
      const legal = legalMoves(state);
      if (legal.length === 0) break;
      const action = legal[Math.floor(random() * legal.length)]!;
      const branches = plies > 2 && random() < 0.3 ? 1 + Math.floor(random() * 2) : 0;
      moves.push({
        action,
        glyphs: random() < 0.3 ? [Math.floor(random() * 256)] : [],
        comment: random() < 0.3 ? note : "",
        variations: Array.from({ length: branches }, () => lineOf(state, note, plies >> 1, random)),
      });
      state = afterMove(state, action);
    }
    return { comment: random() < 0.3 && moves.length > 0 ? note : "", moves };
  }
});
