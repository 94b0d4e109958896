import { chess, readFen, writeFen } from "@vlm/games";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { answered } from "../question.js";
import { textOf } from "../question.test.kit.js";
import { randomOf } from "../random.js";
import { attackersTo, belongs, checksOn, holdings, pieceAt, plainOf } from "../testing/chess/plain-board.js";
import { movesOf } from "../testing/chess/plain-moves.js";
import { drawChessQuestion } from "./draw-question.js";
import { legalityQuestion } from "./legality.js";
import { chessMoveQuestion, readChessMove } from "./move.js";
import { randomRows } from "./random-rows.test.kit.js";
import { chessStateOf } from "./row.js";
import { type ChessQuestion, type ChessTask, chessTasks } from "./task.js";

const random = randomOf("chess questions");
const asked = randomRows(80, "chess questions").flatMap(({ row, state, search }) =>
  chessTasks
    .filter((task) => task !== "MOVE" || row.best_move !== null)
    .map((task) => ({ row, state, search, question: drawChessQuestion(row, random, { task }) })),
);

function of(task: ChessTask): typeof asked {
  return asked.filter(({ question }) => question.task === task);
}

function answerOf(question: ChessQuestion): Record<string, unknown> {
  return JSON.parse(question.reference);
}

function words(question: ChessQuestion): string {
  return textOf(question.messages[0]!);
}

describe("every question", () => {
  test("is one user's message: the picture and a short text, or a text with the FEN", () => {
    for (const { row, question } of asked) {
      expect(question.messages.map(({ role }) => role)).toEqual(["user"]);
      const parts = question.messages[0]!.content as readonly { readonly type: string }[];
      expect(parts.map(({ type }) => type)).toEqual(row.image === null ? ["text"] : ["image", "text"]);
      const board = row.image === null ? `Chess, FEN ${row.fen}. ` : `Chess, ${row.bottom} at the bottom. `;
      expect(words(question).startsWith(board)).toBe(true);
      expect(words(question).replace(board, "").split(/\s+/).length).toBeLessThan(35);
    }
  });

  test("is answered by its reference, which becomes the assistant's turn", () => {
    for (const { question } of asked) {
      const outcome = question.score(question.reference);
      expect(outcome).toMatchObject({ validJson: true, correct: true, predicted: question.truth, problem: null });
      expect(answered(question).at(-1)).toEqual({
        role: "assistant",
        content: [{ type: "text", text: question.reference }],
      });
    }
  });

  test("is not answered by another class", () => {
    for (const task of chessTasks) {
      const same = of(task).map(({ question }) => question);
      same.forEach((question, index) => {
        const other = same[(index + 1) % same.length]!;
        expect(question.score(other.reference).correct).toBe(other.truth === question.truth);
      });
    }
  });

  test("is not answered by text that breaks its form", () => {
    for (const { question } of asked.slice(0, 70)) {
      expect(question.score("")).toMatchObject({ correct: false, predicted: null, problem: "missing_start" });
      if (question.task === "MOVE") continue;
      expect(question.score(`{${question.reference}`)).toMatchObject({ validJson: false, problem: "invalid_json" });
      expect(question.score("{}")).toMatchObject({ validJson: true, predicted: null, problem: "wrong_keys" });
    }
  });

  test("judges any text without throwing", () => {
    const keys = fc.constantFrom(
      "pieces",
      "metadata",
      "is_legal",
      "from",
      "attacked",
      "white",
      "black",
      "color",
      "kind",
    );
    const inside = fc.oneof(
      fc.json(),
      fc.dictionary(keys, fc.jsonValue()).map((value) => JSON.stringify(value)),
    );
    const text = fc.oneof(
      fc.string({ unit: "binary" }),
      inside,
      inside.map((move) => `<move>${move}</move>`),
    );
    fc.assert(
      fc.property(text, fc.nat(asked.length - 1), (answer, index) => {
        const { question, row } = asked[index]!;
        const outcome = question.score(answer);
        expect(outcome.correct).toBe(outcome.predicted === question.truth);
        expect(outcome.predicted === null).toBe(outcome.problem !== null);
        expect(readChessMove(answer, chessStateOf(row)) ?? 0).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 200 },
    );
  });
});

describe("STATE", () => {
  test("tells all that no picture shows, and is answered by pieces and metadata", () => {
    for (const { row, state, question } of of("STATE")) {
      expect(answerOf(question)).toEqual({ pieces: row.pieces, metadata: row.metadata });
      expect(question.truth).toBe(writeFen(state));
      const [, turn, castling, enPassant, quiet, move] = row.fen.split(" ");
      expect(words(question)).toContain(
        `${turn === "w" ? "White" : "Black"} to move, castling ${castling}, en passant ${enPassant === "-" ? "none" : enPassant}. ` +
          `Half-move clock ${quiet}, move ${move}. Give the position as JSON with pieces and metadata.`,
      );
    }
  });

  test("counts the squares that are right", () => {
    const { row, question } = of("STATE")[0]!;
    const some = { pieces: row.pieces.slice(1), metadata: row.metadata };
    expect(question.score(JSON.stringify(some))).toMatchObject({ correct: false, squares: 63 / 64 });
    expect(question.score("{}").squares).toBe(0);
  });
});

describe("MOVE", () => {
  test("asks for a move in tags, and tells legal from illegal, agreeing from not, and what a move loses", () => {
    expect(textOf(chessMoveQuestion(chess.start())[0]!)).toBe(
      "Chess, FEN rnbqkbnr/pppppppp/8/8/8/8/PPPPPPPP/RNBQKBNR w KQkq - 0 1. White to move, castling KQkq, en passant none. " +
        "Give your move in UCI as <move>MOVE</move>.",
    );
    for (const { row, search, question } of of("MOVE")) {
      expect(question.reference).toBe(`<move>${row.best_move}</move>`);
      expect(question.score(`I like <move> ${row.best_move_san} </move>.`)).toMatchObject({ correct: true, regret: 0 });
      const best = search.actions.find(({ action }) => action === search.best)!.value;
      for (const { action, value } of search.actions.slice(0, 5)) {
        expect(question.score(`<move>${chess.write(action)}</move>`)).toMatchObject({
          legal: true,
          agrees: action === search.best,
          action,
          regret: Math.max(0, best - value),
        });
      }
      expect(question.score("<move>e2e9</move>")).toMatchObject({ legal: false, predicted: "e2e9", action: null });
    }
  });

  test("thinks first where it is asked to", () => {
    for (const { row } of of("MOVE")) {
      const { reference, messages } = drawChessQuestion(row, random, { task: "MOVE", thinking: true });
      const [thinking, move] = reference.split("\n") as [string, string];
      expect(`${thinking}\nFINAL MOVE: ${row.best_move}`).toBe(row.chain_of_thought);
      expect(move).toBe(`<move>${row.best_move}</move>`);
      expect(textOf(messages[0]!)).toContain("Say what matters, then give your move in UCI");
    }
  });
});

describe("the answers, by rules on strings,", () => {
  const KINDS = { p: "pawn", n: "knight", b: "bishop", r: "rook", q: "queen", k: "king" };
  const nameOf = (letter: string): string | null => {
    const kind = KINDS[letter.toLowerCase() as keyof typeof KINDS];
    return kind === undefined ? null : `${letter === letter.toUpperCase() ? "white" : "black"} ${kind}`;
  };

  test("of SQUARE are what stands there, two times in three a piece", () => {
    let taken = 0;
    for (const { row } of of("SQUARE")) {
      const { board } = plainOf(chessStateOf(row));
      for (let draw = 0; draw < 4; draw++) {
        const question = drawChessQuestion(row, random, { task: "SQUARE" });
        const name = /What stands on ([a-h][1-8])\?/.exec(words(question))![1]!;
        const { color, kind } = answerOf(question);
        expect(color === null ? null : `${color} ${kind}`).toBe(nameOf(pieceAt(board, name)));
        expect(question.truth).toBe(nameOf(pieceAt(board, name)) ?? "empty");
        if (color !== null) taken++;
      }
    }
    expect(Math.abs(taken / 320 - 2 / 3)).toBeLessThan(0.1);
  });

  test("of CHECK, THREATS and MATERIAL are true", () => {
    for (const { state, question } of [...of("CHECK"), ...of("THREATS"), ...of("MATERIAL")]) {
      const { board, white } = plainOf(state);
      const count = (letters: RegExp): number => board.split(letters).length - 1;
      const attacked = holdings(board, white).filter(
        (name) => !/[Kk]/.test(pieceAt(board, name)) && attackersTo(board, name, !white).length > 0,
      );
      const checks = checksOn(board, white);
      const expected = {
        CHECK: { in_check: checks.length > 0, from: checks },
        THREATS: { attacked },
        MATERIAL: {
          white: count(/P/) + 3 * count(/[NB]/) + 5 * count(/R/) + 9 * count(/Q/),
          black: count(/p/) + 3 * count(/[nb]/) + 5 * count(/r/) + 9 * count(/q/),
        },
      };
      expect(answerOf(question)).toEqual(expected[question.task as keyof typeof expected]);
    }
    expect(new Set(of("CHECK").map(({ question }) => question.truth === "none"))).toEqual(new Set([true, false]));
  });

  test("of LEGALITY are true, and so are their reasons; every kind of move is asked about", () => {
    const seen = new Set<string>();
    let legal = 0;
    for (const { row } of of("LEGALITY")) {
      const position = plainOf(chessStateOf(row));
      const { board, white } = position;
      const moves = new Set(movesOf(position).map(({ uci }) => uci));
      for (let draw = 0; draw < 4; draw++) {
        const question = drawChessQuestion(row, random, { task: "LEGALITY" });
        const move = / Is ([a-h1-8nbrq]+) legal\?/.exec(words(question))![1]!;
        const [from, to] = [move.slice(0, 2), move.slice(2, 4)];
        const { step_1_piece, is_legal, reason } = answerOf(question) as Record<string, string | boolean | null>;
        const piece = pieceAt(board, from);
        expect(step_1_piece).toBe(nameOf(piece));
        expect(is_legal).toBe(moves.has(move));
        if (is_legal) legal++;
        const kind = KINDS[piece.toLowerCase() as keyof typeof KINDS];
        // With a pawn in its king's place, what gets there is what check alone forbids.
        const withoutChecks = {
          ...position,
          board: board.replace(white ? "K" : "k", /[Kk]/.test(piece) ? "$&" : white ? "P" : "p"),
        };
        const reaches = new Set(movesOf(withoutChecks).map(({ uci }) => uci)).has(move);
        const [truth, name] =
          is_legal === true
            ? [true, "legal"]
            : piece === "."
              ? [true, "empty"]
              : !belongs(piece, white)
                ? [true, "foreign"]
                : belongs(pieceAt(board, to), white)
                  ? [true, "own"]
                  : `${reason}`.includes("in check")
                    ? [kind === "king" || reaches, "exposed"]
                    : [kind === "king" || !reaches, "unreachable"];
        expect(truth, `${row.fen} ${move} ${reason}`).toBe(true);
        expect(reason).toBe(
          {
            legal: `The ${kind} may go to ${to}.`,
            empty: `${from} is empty.`,
            foreign: `The ${kind} on ${from} is ${white ? "Black" : "White"}'s.`,
            own: `${white ? "White" : "Black"}'s ${KINDS[pieceAt(board, to).toLowerCase() as keyof typeof KINDS]} stands on ${to}.`,
            exposed: `${white ? "White" : "Black"}'s king would be in check.`,
            unreachable: `The ${kind} cannot go from ${from} to ${to}.`,
          }[name as string],
        );
        seen.add(name as string);
      }
    }
    expect([...seen].sort()).toEqual(["empty", "exposed", "foreign", "legal", "own", "unreachable"]);
    expect(Math.abs(legal / 320 - 0.5)).toBeLessThan(0.1);
  });

  test("tell a pinned piece from one that does not get there, and know en passant and castling", () => {
    const ask = (fen: string, move: string): unknown => {
      const state = readFen(fen).state!;
      const [from, to] = [move.slice(0, 2), move.slice(2)].map(
        (name) => "abcdefgh".indexOf(name[0]!) + 8 * (Number(name[1]) - 1),
      );
      return answerOf(legalityQuestion({ id: "x", state, shown: "text", bottom: "white" }, from! | (to! << 6))).reason;
    };
    expect(ask("4k3/8/8/8/4r3/8/4N3/4K3 w - - 0 1", "e2c3")).toBe("White's king would be in check.");
    expect(ask("4k3/8/8/8/4r3/8/4N3/4K3 w - - 0 1", "e2c4")).toBe("The knight cannot go from e2 to c4.");
    expect(ask("4k3/8/8/8/8/8/3r4/4K3 w - - 0 1", "e1f1")).toBe("The king may go to f1.");
    expect(ask("4k3/8/8/8/8/8/2r5/4K3 w - - 0 1", "e1e2")).toBe("White's king would be in check.");
    expect(ask("4k3/8/8/8/8/8/8/4K2R w - - 0 1", "e1g1")).toBe("The king cannot go from e1 to g1.");
    expect(ask("4k3/8/8/3pP3/8/8/8/4K3 w - d6 0 2", "e5d6")).toBe("The pawn may go to d6.");
    expect(ask("4k3/8/8/3pP3/8/8/8/4K3 w - - 0 2", "e5d6")).toBe("The pawn cannot go from e5 to d6.");
    expect(ask("4k3/8/8/8/8/4n3/4P3/4K3 w - - 0 2", "e2e4")).toBe("The pawn cannot go from e2 to e4.");
  });
});
