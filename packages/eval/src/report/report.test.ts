import { beforeAll, expect, test } from "vitest";
import { evaluate } from "../evaluate.js";
import type { Evaluation } from "../evaluation.js";
import { html } from "../page/html.js";
import type { Question } from "../question.js";
import { type Report, report } from "./report.js";
import { script } from "./script.js";
import { ticks } from "./ticks.js";

/** One transparent pixel. */
const pixel =
  "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==";
const hostile = `"'><script>alert(1)</script><img src=x onerror=alert(2)>&lt;\u0000\ud800`;

const questions = [...Array(20).keys()].map(
  (n): Question => ({
    id: `q${n}`,
    task: n % 2 === 0 ? "STATE" : hostile,
    truth: String(n),
    reference: String(n),
    score: (text) => ({ validJson: true, correct: text === String(n), predicted: text }),
  }),
);

let whole: Report;
let tuned: Evaluation;

beforeAll(async () => {
  tuned = await evaluate(questions, async (asked) => asked.map((question) => question.reference));
  const blank = await evaluate(questions, async (asked) => asked.map(() => "?"));
  const frame = { imagePng: pixel, caption: hostile };
  const sample = {
    imagePng: pixel,
    task: hostile,
    question: hostile,
    reference: hostile,
    answer: `${hostile} `,
    correct: false,
  };
  whole = {
    title: hostile,
    summary: [hostile],
    facts: [{ label: hostile, value: hostile }],
    samples: [sample, { ...sample, correct: true }],
    losses: [...Array(40).keys()].map((step) => ({
      step: step + 1,
      loss: step === 7 ? Number.NaN : 4 / (1 + step),
      ...(step % 10 === 9 && { evalLoss: 4.2 / (1 + step) }),
    })),
    evaluations: { [hostile]: tuned, "blank <picture>": blank },
    tuned: hostile,
    means: [{ title: hostile, note: hostile, rows: { [hostile]: { value: 0.2, lower: 0.1, upper: 0.3, count: 9 } } }],
    games: [{ title: hostile, result: hostile, frames: [frame, { ...frame, replaced: true }] }],
  };
});

test("escapes every text, wherever it stands", () => {
  const page = report(whole);
  expect(page.match(/<script/g)).toHaveLength(1);
  expect(page.match(/<img [^>]*>/g)).toHaveLength(4);
  for (const tag of page.match(/<img [^>]*>/g)!)
    expect(tag).toMatch(/^<img src="data:image\/png;base64,[^"]+" alt="[^"<>]*"/);
  expect(page).not.toContain("onerror=alert(2)>");
  expect(page).not.toMatch(/\p{Cs}/u);
  expect(page).not.toContain("\u0000");
});

test("draws the share of squares under the accuracy of boards, and regret on a scale of its own", async () => {
  const worth = (text: string) => ({ squares: text === "?" ? 0.5 : 1, regret: text === "?" ? 0.25 : 0 });
  const boards = questions.map((question) => ({
    ...question,
    task: "STATE",
    score: (text: string) => ({ ...question.score(text), ...worth(text) }),
  }));
  const read = await evaluate(boards, async (asked) => asked.map(({ reference }) => reference));
  const base = await evaluate(boards, async (asked) => asked.map(() => "?"));
  const page = report({ ...whole, evaluations: { read, base }, tuned: "read", means: [] });
  const titles = Array.from(page.matchAll(/<h4>(.*?)<\/h4>/g), ([, title]) => title);
  expect(titles).toEqual(["accuracy", "squares", "regret"]);
  expect(page).toContain("50.0 % [50.0, 50.0]");
  // The largest regret, 0.25, ends just before the right edge.
  expect(page).toMatch(/left:95\.2380\d*%.*0\.250 \[0\.250, 0\.250\]/);
});

test("needs nothing but itself", () => {
  const page = report({ ...whole, title: "Plain", evaluations: { tuned }, tuned: "tuned" });
  expect(page).toContain("default-src 'none'");
  expect(page).not.toMatch(/https?:|@import|<link|url\(/);
  expect(() => new Function(script)).not.toThrow();
});

test("draws the loss, its held-out values and steps that were not finite", () => {
  const page = report(whole);
  expect(page.match(/<path class="(raw|train|held)" d="M[\d. ML-]+"\/>/g)).toHaveLength(3);
  expect(page.match(/<line class="broken"/g)).toHaveLength(1);
  expect(page.match(/<i class="dot" style="left:[\d.]+%;top:[\d.]+%" title="step/g)).toHaveLength(4);
  expect(page).toContain("not finite (1)");
  expect(report({ ...whole, losses: [] })).toContain("No finite loss was logged.");
});

test("marks tasks above every control, with interval bars and n", () => {
  const page = report({ ...whole, tuned: "tuned", evaluations: { tuned, copy: tuned } });
  expect(page.match(/>not above every control</g)).toHaveLength(2);
  expect(report(whole).match(/>above every control</g)).toHaveLength(2);
  expect(page).toContain("100.0 % [72.2, 100.0]");
  expect(page).toContain('<span class="n">n = 10</span>');
  expect(page).toContain('<i class="bar" style="left:72.24');
});

test("refuses pictures from outside and a tuned model without evaluation", () => {
  const games = [{ title: "Game", result: "", frames: [{ imagePng: "https://example.org/a.png", caption: "" }] }];
  expect(() => report({ ...whole, games })).toThrow(
    'eval.report: the picture of "Game, board 0" is "https://example.org/a.png"; expected "data:image/png;base64,…". Encode it as PNG and base64.',
  );
  expect(() => report({ ...whole, evaluations: { base: tuned }, tuned: "mine" })).toThrow(
    'eval.report: tuned is "mine", the evaluations are [base]; expected one of them. Name the evaluation that the others control.',
  );
});

test("html escapes text, joins lists and leaves out null and false", () => {
  const items = ["<a>", "b & 'c'"].map((item) => html`<li>${item}</li>`);
  expect(html`<ul class="${'"'}">${items}${null}${false}${3}</ul>`.markup).toBe(
    '<ul class="&#34;"><li>&#60;a&#62;</li><li>b &#38; &#39;c&#39;</li>3</ul>',
  );
});

test.each([
  [3.9, [0, 1, 2, 3, 4]],
  [0.18, [0, 0.05, 0.1, 0.15, 0.2]],
  [240, [0, 50, 100, 150, 200, 250]],
  [1, [0, 0.2, 0.4, 0.6, 0.8, 1]],
])("ticks up to %f are round", (highest, expected) => {
  expect(ticks(highest)).toEqual(expected);
});
