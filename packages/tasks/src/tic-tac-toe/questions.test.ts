import { ticTacToe as game } from "@vlm/games";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { answered } from "../question.js";
import { textOf } from "../question.test.kit.js";
import { randomOf } from "../random.js";
import { hasRow, put } from "../testing/plain-grid.js";
import { drawTicTacToeQuestion } from "./draw-question.js";
import { readTicTacToeMove, ticTacToeMoveQuestion } from "./move.js";
import { randomRows } from "./random-rows.test.kit.js";
import { ticTacToeStateOf } from "./row.js";
import { type TicTacToeQuestion, type TicTacToeTask, ticTacToeTasks } from "./task.js";

const random = randomOf("tic-tac-toe questions");
const asked = randomRows(300, "tic-tac-toe questions").flatMap(({ row, search }) =>
  ticTacToeTasks.map((task) => ({ row, search, question: drawTicTacToeQuestion(row, random, { task }) })),
);

function of(task: TicTacToeTask): typeof asked {
  return asked.filter(({ question }) => question.task === task);
}

function answerOf(question: TicTacToeQuestion): Record<string, unknown> {
  return JSON.parse(question.reference);
}

describe("every question", () => {
  test("is one user's message: a text with the board in words, or a text and the picture", () => {
    for (const { row, question } of asked) {
      expect(question.messages.map(({ role }) => role)).toEqual(["user"]);
      const parts = question.messages[0]!.content as readonly { readonly type: string }[];
      expect(parts.map(({ type }) => type)).toEqual(row.image === null ? ["text"] : ["text", "image"]);
      expect(textOf(question.messages[0]!).includes(row.state_str)).toBe(row.image === null);
      expect(textOf(question.messages[0]!).replace(row.state_str, "").split(/\s+/).length).toBeLessThan(45);
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
    for (const task of ticTacToeTasks) {
      const same = of(task).map(({ question }) => question);
      same.forEach((question, index) => {
        const other = same[(index + 1) % same.length]!;
        expect(question.score(other.reference).correct).toBe(other.truth === question.truth);
      });
    }
  });

  test("is not answered by text that breaks its form", () => {
    for (const { question } of asked.slice(0, 100)) {
      const [open, close] = question.task === "MOVE" ? ["<move>", "</move>"] : ["{", "}"];
      for (const [text, problem] of [
        ["", "missing_start"],
        [question.reference.replaceAll(open, ""), "missing_start"],
        [question.reference.replaceAll(close, ""), "missing_end"],
      ] as const) {
        expect(question.score(text)).toMatchObject({ validJson: false, correct: false, predicted: null, problem });
      }
      if (question.task === "MOVE") continue;
      expect(question.score(`{${question.reference}`)).toMatchObject({ validJson: false, problem: "invalid_json" });
      expect(question.score("{}")).toMatchObject({ validJson: true, predicted: null, problem: "wrong_keys" });
    }
  });

  test("is answered whatever stands around: a code fence, anchors, prose", () => {
    for (const { question } of asked.slice(0, 100)) {
      for (const text of [`\`\`\`json\n${question.reference}\n\`\`\``, `Well. ${question.reference} So be it.`]) {
        expect(question.score(text).correct).toBe(true);
      }
      if (question.task !== "MOVE") {
        expect(question.score(`{JSON_START\n${question.reference}\nJSON_END}`).correct).toBe(true);
      }
    }
  });

  test("judges any text without throwing", () => {
    const keys = fc.constantFrom("grid_matrix", "is_legal", "turn", "x", "o");
    const inside = fc.oneof(
      fc.json(),
      fc.string(),
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
        const action = readTicTacToeMove(answer, ticTacToeStateOf(row));
        if (action !== null) expect(row.legal_actions).toContain(action);
      }),
      { numRuns: 300 },
    );
  });
});

describe("MOVE", () => {
  test("asks for a move in tags, and is answered by the search's best", () => {
    const state = game.play(game.start(), 4);
    expect(textOf(ticTacToeMoveQuestion(state)[0]!)).toBe(
      "Tic-Tac-Toe. Rows and columns count 0, 1, 2 from the top left. The board:\n\n . . .\n . x .\n . . .\n\n" +
        "You are o. Give your move as <move>o(row,col)</move>.",
    );
    expect(textOf(ticTacToeMoveQuestion(state, { shown: "picture", thinking: true })[0]!)).toBe(
      "Tic-Tac-Toe. Rows and columns count 0, 1, 2 from the top left. " +
        "You are o. Say what matters, then give your move as <move>o(row,col)</move>.",
    );
    for (const { row, question } of of("MOVE")) expect(question.reference).toBe(`<move>${row.action_str}</move>`);
  });

  test("thinks first where it is asked to", () => {
    for (const { row } of of("MOVE")) {
      const { reference } = drawTicTacToeQuestion(row, random, { task: "MOVE", thinking: true });
      const [thinking, move] = reference.split("\n") as [string, string];
      expect(`${thinking}\nFINAL MOVE: ${row.action_str}`).toBe(row.chain_of_thought);
      expect(move).toBe(`<move>${row.action_str}</move>`);
    }
  });

  test("tells legal from illegal, agreeing from not, and how much a move loses", () => {
    for (const { search, question } of of("MOVE")) {
      const worth = new Map(search.actions.map(({ action, value }) => [action, value]));
      const best = worth.get(search.best)!;
      for (let action = 0; action < 9; action++) {
        const outcome = question.score(`<move>${game.write(action)}</move>`);
        const value = worth.get(action);
        expect(outcome).toMatchObject({
          legal: value !== undefined,
          agrees: action === search.best,
          action: value === undefined ? null : action,
          regret: Math.max(0, best - (value ?? Math.min(...worth.values()))),
        });
      }
      expect(question.score("no move")).toMatchObject({ legal: false, agrees: false, action: null });
    }
  });
});

describe("the answers", () => {
  /** What the row's own text shows. */
  const linesOf = (row: (typeof asked)[number]["row"]): string[] => row.state_str.replaceAll(" ", "").split("\n");

  test("of STATE are what the text shows, square by square", () => {
    for (const { row, question } of of("STATE")) {
      const grid = answerOf(question).grid_matrix as string[][];
      expect(grid.map((line) => line.join(""))).toEqual(linesOf(row));
      expect(
        question.score(JSON.stringify({ grid_matrix: grid.map((line) => line.map((s) => s.toUpperCase())) })),
      ).toMatchObject({ correct: true, squares: 1 });
      grid[1]![2] = grid[1]![2] === "x" ? "." : "x";
      expect(question.score(JSON.stringify({ grid_matrix: grid }))).toMatchObject({ correct: false, squares: 8 / 9 });
      expect(question.score("{}").squares).toBe(0);
    }
  });

  test("of TURN follow from the numbers of marks", () => {
    for (const { row, question } of of("TURN")) {
      const { x, o, turn } = answerOf(question) as { x: number; o: number; turn: string };
      const count = (mark: string): number => row.state_str.split(mark).length - 1;
      expect([x, o]).toEqual([count("x"), count("o")]);
      expect(turn).toBe(x === o ? "x" : "o");
      expect(turn).toBe(row.player_mark);
    }
  });

  test("of THREATS are the squares that would complete a row", () => {
    for (const { row, question } of of("THREATS")) {
      const nine = linesOf(row).join("");
      for (const mark of ["x", "o"]) {
        const said = (answerOf(question)[mark] as [number, number][]).map(([line, column]) => 3 * line + column);
        const cells = [0, 1, 2, 3, 4, 5, 6, 7, 8].filter((at) => nine[at] === "." && hasRow(put(nine, at, mark), mark));
        expect(said).toEqual(cells);
      }
    }
    const { question } = of("THREATS").find((one) => /x \d,\d o \d/.test(one.question.truth))!;
    const { x, o } = answerOf(question) as { x: unknown[]; o: unknown[] };
    expect(question.score(JSON.stringify({ o, x: [...x, ...x].reverse() })).correct).toBe(true);
    expect(question.score(JSON.stringify({ o, x: [[0, 3]] })).problem).toBe("wrong_keys");
  });

  test("of LEGALITY are what the text shows at the place asked about, half of them taken squares", () => {
    let taken = 0;
    for (const { row, question } of of("LEGALITY")) {
      const [, line, column] = /play \((\d),(\d)\)\?/.exec(textOf(question.messages[0]!))!.map(Number);
      const symbol = linesOf(row)[line!]![column!]!;
      expect(answerOf(question)).toEqual({
        step_1_square_state: symbol === "." ? "Empty" : symbol,
        is_legal: symbol === ".",
        reason: symbol === "." ? "The square is empty." : `The square is taken by ${symbol}.`,
      });
      if (symbol !== ".") taken++;
    }
    expect(taken).toBeGreaterThan(100);
    expect(taken).toBeLessThan(180);
  });
});
