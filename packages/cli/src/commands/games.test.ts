import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeDataset } from "@vlm/dataset/node";
import type { Evaluation } from "@vlm/eval";
import { readMetrics } from "@vlm/trainer/node";
import { afterAll, beforeAll, expect, test } from "vitest";
import { commands } from "../commands.js";
import { writeRandomCheckpoint } from "../random-checkpoint.test.kit.js";
import { vlm } from "../vlm.js";

const folder = mkdtempSync(join(tmpdir(), "vlm-games-"));
const checkpoint = join(folder, "checkpoint");

async function run(...argv: readonly string[]) {
  let printed = "";
  let complaint = "";
  const code = await vlm(argv, commands, {
    print: (text) => {
      printed += `${text}\n`;
    },
    progress: { write: (text) => (complaint += text) },
    signal: new AbortController().signal,
  });
  return { code, printed, complaint };
}

/** A small dataset, an adapter trained on it for two steps, and what it answers. */
async function ring(name: string, options: readonly string[]) {
  const [dataset, output] = [join(folder, `${name}-data`), join(folder, name)];
  const made = await run(
    "datagen",
    "--output_dir",
    dataset,
    "--num_games",
    "4",
    "--simulations",
    "8",
    "--workers",
    "0",
    ...options,
  );
  expect(made).toMatchObject({ code: 0, printed: expect.stringContaining("Next: vlm train") });
  const paths = ["--model_name_or_path", checkpoint, "--dataset_name", dataset, "--output_dir", output];
  const sizes = ["--max_steps", "2", "--per_device_train_batch_size", "4", "--lora_r", "2", "--logging_steps", "1"];
  const trained = await run("train", ...paths, ...sizes, "--eval_steps", "2", "--eval_questions_per_task", "1");
  expect(trained).toMatchObject({ code: 0, printed: expect.stringContaining("Next: vlm eval") });
  const losses = (await readMetrics(join(output, "metrics.jsonl"))).map((row) => row.loss ?? row.eval_loss);
  expect(losses).toHaveLength(3);
  expect(losses.every(Number.isFinite)).toBe(true);
  const adapter = ["--adapter_name_or_path", join(output, "adapter"), "--max_new_tokens", "2"];
  const { code, printed } = await run("eval", ...paths, ...adapter, "--questions_per_task", "2");
  expect(code).toBe(0);
  const text = readFileSync(join(output, "evaluation.json"), "utf8");
  const { evaluations }: { evaluations: Record<string, Evaluation> } = JSON.parse(text);
  return { printed, evaluations };
}

const tasksOf = ({ tasks }: Evaluation) => tasks.map(({ task, count }) => `${task} ${count}`);
const controls = ["tuned", "base", "best constant", "blank picture", "other picture"];

beforeAll(() => writeRandomCheckpoint(checkpoint));
afterAll(() => rmSync(folder, { recursive: true }));

test("trains and evaluates on pictures of tic_tac_toe, squares and regret beside the accuracy", async () => {
  const { printed, evaluations } = await ring("tic-tac-toe", ["--game", "tic_tac_toe", "--image_size", "96"]);
  expect(Object.keys(evaluations)).toEqual(controls);
  for (const evaluation of Object.values(evaluations))
    expect(tasksOf(evaluation)).toEqual(["MOVE 2", "STATE 2", "LEGALITY 2", "TURN 2", "THREATS 2"]);
  expect(printed).toMatch(/n +accuracy +squares +balanced accuracy +legal moves +agreement +regret +valid JSON/);
  const [move, state] = evaluations["best constant"]!.tasks;
  // One of the two boards is the constant's own.
  expect(state!.accuracy.value).toBeGreaterThanOrEqual(0.5);
  expect(state!.squares!.value).toBeGreaterThanOrEqual(state!.accuracy.value);
  expect(move!.regret!.value).toBeLessThanOrEqual(evaluations.tuned!.tasks[0]!.regret!.value);
  expect(evaluations.tuned!.tasks[1]!.squares).toMatchObject({ value: 0, count: 2 });
});

test("trains and evaluates on tic_tac_toe told in words, without the controls of pictures", async () => {
  const { evaluations } = await ring("words", ["--game", "tic_tac_toe", "--pictures", "false"]);
  expect(Object.keys(evaluations)).toEqual(["tuned", "base", "best constant"]);
  for (const evaluation of Object.values(evaluations))
    expect(tasksOf(evaluation)).toEqual(["MOVE 2", "LEGALITY 2", "TURN 2", "THREATS 2"]);
});

test("trains and evaluates on chess told as FEN", async () => {
  const source = ["--source", "random", "--positions_per_game", "6", "--pictures", "false"];
  const { evaluations } = await ring("fen", ["--game", "chess", ...source]);
  expect(Object.keys(evaluations)).toEqual(["tuned", "base", "best constant"]);
  expect(tasksOf(evaluations.base!)).toEqual(
    ["SQUARE", "LEGALITY", "CHECK", "THREATS", "MATERIAL", "MOVE"].map((task) => `${task} 2`),
  );
});

test("trains and evaluates on pictures of chess", async () => {
  const source = ["--source", "random", "--positions_per_game", "6", "--image_size", "192"];
  const { printed, evaluations } = await ring("chess", ["--game", "chess", ...source]);
  expect(Object.keys(evaluations)).toEqual(controls);
  for (const evaluation of Object.values(evaluations))
    expect(tasksOf(evaluation)).toEqual(
      ["STATE", "SQUARE", "LEGALITY", "CHECK", "THREATS", "MATERIAL", "MOVE"].map((task) => `${task} 2`),
    );
  expect(printed).toMatch(/^STATE +other picture +2 /m);
});

test("refuses to evaluate on what is no game's dataset", async () => {
  const dataset = join(folder, "other");
  const rows = [{ id: "a", fen: "8/8/8/8/8/8/8/8 w - - 0 1" }];
  const text = { _type: "Value", dtype: "string" } as const;
  await writeDataset(dataset, { eval: rows }, { features: { id: text, fen: text } });
  const argv = ["--model_name_or_path", checkpoint, "--dataset_name", dataset, "--output_dir", join(folder, "none")];
  expect(await run("eval", ...argv)).toMatchObject({
    code: 2,
    complaint: `vlm eval: ${dataset} has the columns id, fen; expected those of a game: ultimate_tic_tac_toe, tic_tac_toe, chess. Make it with vlm datagen.\n`,
  });
});

test("plays tic_tac_toe by pictures and in words, with legal moves alone where told to", async () => {
  const argv = ["play", "--model_name_or_path", checkpoint, "--game", "tic_tac_toe", "--image_size", "96"];
  const free = await run(...argv, "--max_new_tokens", "2", "--opponent", "mcts", "--simulations", "5");
  expect(free.code).toBe(0);
  expect(free.printed).toMatch(/^1\. x \(\d,\d\) \* +2\. o \(\d,\d\) /);
  expect(free.printed).toMatch(/Model \(x\) against mcts: .*; (\d+) of its \1 answers were illegal or unreadable/);
  const words = await run(...argv, "--pictures", "false", "--constrain", "--model_plays", "o");
  expect(words.printed).toMatch(/Model \(o\) against random: .*; 0 of its [1-9] answers were illegal or unreadable/);
});

test("plays chess, and draws its boards in letters", async () => {
  const argv = ["--game", "chess", "--max_new_tokens", "1", "--image_size", "96", "--model_plays", "black"];
  const { code, printed } = await run(
    "play",
    "--model_name_or_path",
    checkpoint,
    ...argv,
    "--opponent",
    "mcts",
    "--simulations",
    "80",
    "--seed",
    "2",
  );
  expect(code).toBe(0);
  expect(printed).toMatch(/^1\. white [a-h][12][a-h][34] +2\. black [a-h][78][a-h][56] \*/);
  expect(printed.split("\n")[1]).toMatch(/^rnbqkbnr +[rnbqkp.1-8]{8}/);
  expect(printed).toMatch(/Model \(black\) against mcts: .*; (\d+) of its \1 answers were illegal or unreadable/);
});

test("refuses a side, a look and a board in words that the game lacks, before any work", async () => {
  const refused = async (...argv: readonly string[]) =>
    (await run("play", "--model_name_or_path", join(folder, "nowhere"), ...argv)).complaint;
  expect(await refused("--game", "chess", "--model_plays", "o")).toBe(
    "vlm play: model_plays is o and game chess; expected white or black. Correct it, or leave it out.\n",
  );
  expect(await refused("--theme", "walnut")).toBe(
    "vlm play: theme is walnut and game ultimate_tic_tac_toe; expected one of paper, slate, wood, ink. Correct it, or leave it out.\n",
  );
  expect(await refused("--pictures", "false")).toBe(
    "vlm play: pictures is false and game ultimate_tic_tac_toe; expected pictures, which its questions show. Correct it, or leave it out.\n",
  );
});
