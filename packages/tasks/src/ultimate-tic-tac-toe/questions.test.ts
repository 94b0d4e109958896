import { ultimateTicTacToe as game } from "@vlm/games";
import type { Message } from "@vlm/types";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { answered } from "../question.js";
import { randomOf } from "../random.js";
import { drawQuestion } from "./draw-question.js";
import { legalAnswer, moveQuestion, readMove } from "./move.js";
import { randomRows } from "./random-rows.test.kit.js";
import { stateOf } from "./row.js";
import { type UltimateQuestion, ultimateTasks } from "./task.js";

const random = randomOf("questions");
const rows = randomRows(400, "questions").map(({ row }) => row);
const asked = rows.flatMap((row) =>
  ultimateTasks.map((task) => ({ row, question: drawQuestion(row, random, { task }) })),
);

function textOf(message: Message): string {
  return (message.content as readonly { readonly text?: string }[]).map((part) => part.text ?? "").join("");
}

function wordsOf(text: string): number {
  return text.split(/\s+/).length;
}

describe("every question", () => {
  test("is a system text, then a user text and the picture", () => {
    for (const { question } of asked) {
      expect(question.messages.map((message) => message.role)).toEqual(["system", "user"]);
      const [system, user] = question.messages as [Message, Message];
      expect(system.content).toEqual([{ type: "text", text: expect.any(String) }]);
      expect(user.content).toEqual([{ type: "text", text: expect.any(String) }, { type: "image" }]);
      expect(wordsOf(textOf(system))).toBeLessThanOrEqual(45);
      expect(wordsOf(textOf(user))).toBeLessThanOrEqual(30);
    }
  });

  test("is answered by its reference", () => {
    for (const { question } of asked) {
      const outcome = question.score(`Sure!\n${question.reference}\nDone.`);
      expect(outcome).toMatchObject({ validJson: true, correct: true, predicted: question.truth, problem: null });
    }
    const { question } = asked[0]!;
    expect(answered(question).at(-1)).toEqual({
      role: "assistant",
      content: [{ type: "text", text: question.reference }],
    });
    expect(answered(question).slice(0, 2)).toEqual(question.messages);
  });

  test("is not answered by another class", () => {
    for (const task of ultimateTasks) {
      const same = asked.filter(({ question }) => question.task === task).map(({ question }) => question);
      same.forEach((question, index) => {
        const other = same[(index + 1) % same.length]!;
        const outcome = question.score(other.reference);
        expect(outcome.predicted).toBe(other.truth);
        expect(outcome.correct).toBe(other.truth === question.truth);
      });
    }
  });

  test("is not answered by text that breaks the protocol", () => {
    for (const { question } of asked.slice(0, 40)) {
      const { reference } = question;
      for (const [text, problem, validJson] of [
        ["", "missing_start", false],
        [reference.replace("JSON_START", ""), "missing_start", false],
        [reference.replace("JSON_END", ""), "missing_end", false],
        [reference.replace("{", ""), "invalid_json", false],
        ["JSON_START\n{}\nJSON_END", "wrong_keys", true],
      ] as const) {
        expect(question.score(text)).toMatchObject({ validJson, correct: false, predicted: null, problem });
      }
    }
  });

  test("judges any text without throwing", () => {
    const keys = fc.constantFrom("allowed_square", "best_move", "grid_matrix", "is_legal", "global_row", "local_col");
    const inside = fc.oneof(
      fc.json(),
      fc.string(),
      fc.dictionary(keys, fc.jsonValue()).map((value) => JSON.stringify(value)),
    );
    const text = fc.oneof(
      fc.string({ unit: "binary" }),
      inside.map((json) => `JSON_START\n${json}\nJSON_END`),
      fc.tuple(inside, inside).map(([a, b]) => `JSON_START${a}JSON_START${b}JSON_ENDJSON_END`),
    );
    fc.assert(
      fc.property(text, fc.nat(asked.length - 1), (answer, index) => {
        const { question, row } = asked[index]!;
        const outcome = question.score(answer);
        expect(outcome.correct).toBe(outcome.predicted === question.truth);
        expect(outcome.predicted === null).toBe(outcome.problem !== null);
        const action = readMove(answer, stateOf(row));
        if (action !== null) expect(game.actions(stateOf(row))).toContain(action);
      }),
      { numRuns: 2_000 },
    );
  });
});

function of(task: UltimateQuestion["task"]): typeof asked {
  return asked.filter(({ question }) => question.task === task);
}

function answerOf(question: UltimateQuestion): Record<string, unknown> {
  return JSON.parse(question.reference.split("\n")[1]!);
}

describe("ALLOWED_SQUARE", () => {
  test("is answered from the row's label", () => {
    for (const { row, question } of of("ALLOWED_SQUARE")) {
      const [row0, column] = row.allowed_squares ?? [];
      const allowed = row.allowed_squares === null ? null : { global_row: row0, global_col: column };
      expect(answerOf(question)).toEqual({ allowed_square: allowed });
      expect(question.truth).toBe(row.allowed_squares === null ? "null" : row.allowed_squares.join(","));
    }
  });

  test("is written to the letter", () => {
    const forced = of("ALLOWED_SQUARE").find(({ question }) => question.truth === "1,2")!;
    expect(forced.question.reference).toBe(
      'JSON_START\n{"allowed_square": {"global_row": 1, "global_col": 2}}\nJSON_END',
    );
    expect(
      forced.question.score('JSON_START{"allowed_square": {"global_row": 1, "global_col": 3}}JSON_END').problem,
    ).toBe("wrong_keys");
    expect(forced.question.score('JSON_START{"allowed_square": null}JSON_END').predicted).toBe("null");
  });
});

describe("MOVE", () => {
  test("thinks in less than 60 words: the board aloud, then the explanation", () => {
    for (const { row, question } of of("MOVE")) {
      const { allowed_square, thinking, best_move, ...rest } = answerOf(question);
      expect(rest).toEqual({});
      expect(best_move).toEqual(row.best_move);
      expect(allowed_square === null).toBe(row.allowed_squares === null);
      expect(wordsOf(thinking as string)).toBeLessThan(60);
      expect(thinking).toContain(row.chain_of_thought.split("\n")[0]);
      expect(thinking).not.toContain("FINAL MOVE");
      if (row.allowed_squares === null) {
        expect(thinking).toMatch(/^No board is green\. Free move: /);
        continue;
      }
      const [boardRow, boardColumn] = row.allowed_squares as [number, number];
      const lines = row.ascii_board.split("\n").slice(3 * boardRow, 3 * boardRow + 3);
      const aloud = lines.map((line) => Array.from(line.split(" ")[boardColumn]!).join(" ")).join(" / ");
      const empty = row.legal_moves.map((move) => `(${move.local_row}, ${move.local_col})`).join(", ");
      expect(thinking).toMatch(new RegExp(`^Board \\(${boardRow}, ${boardColumn}\\): `));
      expect(thinking).toContain(`: ${aloud} | empty ${empty}. Forced board (${boardRow}, ${boardColumn}).`);
    }
  });

  test("tells legal from illegal and agreeing from not", () => {
    const say = (best_move: unknown): string => `JSON_START\n${JSON.stringify({ best_move })}\nJSON_END`;
    for (const { row, question } of of("MOVE")) {
      const other = row.legal_moves.find((move) => JSON.stringify(move) !== JSON.stringify(row.best_move));
      expect(question.score(question.reference)).toMatchObject({ legal: true, agrees: true });
      if (other !== undefined) {
        const action = game.read(question.score(say(other)).predicted!, stateOf(row));
        expect(question.score(say(other))).toMatchObject({ legal: true, agrees: false, correct: false, action });
        expect(action).not.toBeNull();
      }
      const { player, ...taken } = row.global_state[0] ?? { player: 0 };
      expect(question.score(say(taken))).toMatchObject({ legal: false, agrees: false, correct: false, action: null });
    }
  });

  test("can be asked of any position, and its answer read as an action", () => {
    const state = game.play(game.start(), 40);
    expect(textOf(moveQuestion(state)[1]!)).toBe("Player O moves. Find the green board, then give the best move.");
    const say = (square: object): string => `JSON_START\n{"best_move": ${JSON.stringify(square)}}\nJSON_END`;
    expect(readMove(say({ global_row: 1, global_col: 1, local_row: 0, local_col: 2 }), state)).toBe(38);
    expect(readMove(say({ global_row: 1, global_col: 1, local_row: 1, local_col: 1 }), state)).toBeNull();
    expect(readMove(say({ global_row: 0, global_col: 1, local_row: 0, local_col: 2 }), state)).toBeNull();
    expect(readMove(say({ global_row: 1, global_col: 1, local_row: "0", local_col: 2 }), state)).toBeNull();
    expect(readMove("(1,1)/(0,2)", state)).toBeNull();
  });

  test("says what answers are legal: each legal move once, and nothing in its thinking that ends it", () => {
    for (const { row, question } of of("MOVE")) {
      const state = stateOf(row);
      const { before, schema, after } = legalAnswer(state);
      const { properties } = schema as { properties: Record<string, { enum: readonly object[]; pattern: string }> };
      const moves = properties.best_move!.enum.map((square) =>
        readMove(`${before}{"best_move": ${JSON.stringify(square)}}${after}`, state),
      );
      expect(moves).toEqual(game.actions(state));
      const { allowed_square, thinking } = answerOf(question);
      expect(properties.allowed_square!.enum).toContainEqual(allowed_square);
      const pattern = new RegExp(properties.thinking!.pattern, "u");
      expect([thinking as string, "JSON_END"].map((text) => pattern.test(text))).toEqual([true, false]);
    }
  });
});

describe("STATE", () => {
  test("is answered by what the row's text board shows at the place asked about", () => {
    for (const { row, question } of of("STATE")) {
      const { target_global, grid_matrix } = answerOf(question) as { target_global: number[]; grid_matrix: string[][] };
      const [boardRow, boardColumn] = target_global as [number, number];
      const lines = row.ascii_board.split("\n").slice(3 * boardRow, 3 * boardRow + 3);
      const shown = lines.map((line) => line.split(" ")[boardColumn]!);
      expect(grid_matrix.map((line) => line.join(""))).toEqual(shown);
      expect(question.truth).toBe(shown.join("/"));
      expect(textOf(question.messages[1]!)).toContain(`(${boardRow}, ${boardColumn})`);
    }
  });

  test("asks about the allowed board half the time, else about one with marks", () => {
    const row = rows.find((candidate) => candidate.allowed_squares !== null && candidate.global_state.length > 30)!;
    const marked = new Set(row.global_state.map((square) => `${square.global_row},${square.global_col}`));
    const allowed = row.allowed_squares!.join(",");
    let hits = 0;
    for (let draw = 0; draw < 4_000; draw++) {
      const { target_global } = answerOf(drawQuestion(row, random, { task: "STATE" }));
      const place = (target_global as number[]).join(",");
      if (place === allowed) hits++;
      else expect(marked).toContain(place);
    }
    const expected = 0.5 + (marked.has(allowed) ? 0.5 / marked.size : 0);
    expect(Math.abs(hits / 4_000 - expected)).toBeLessThan(0.03);
  });

  test.each([
    '[["X", ".", "O"], [".", ".", "."]]',
    '[["X", ".", "O"], [".", ".", "."], [".", "."]]',
    '[["X", ".", "o"], [".", ".", "."], [".", ".", "."]]',
    '["X.O", "...", "..."]',
    "null",
  ])("cannot be answered by %s", (matrix) => {
    const { question } = of("STATE")[0]!;
    const outcome = question.score(`JSON_START\n{"target_global": [0, 0], "grid_matrix": ${matrix}}\nJSON_END`);
    expect(outcome).toMatchObject({ validJson: true, predicted: null, problem: "wrong_keys" });
  });
});
