import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { type ConversationRow, emptyShape, forms, mergeShapes, shapeOf } from "@vlm/dataset";
import { writeDataset } from "@vlm/dataset/node";
import { ultimateTicTacToe as game } from "@vlm/games";
import { drawUltimateTicTacToe } from "@vlm/render";
import { encodePng } from "@vlm/render/node";
import { readMetrics, restore } from "@vlm/trainer/node";
import { afterAll, beforeAll, expect, test } from "vitest";
import { commands } from "../commands.js";
import { writeRandomCheckpoint } from "../random-checkpoint.test.kit.js";
import { vlm } from "../vlm.js";

const folder = mkdtempSync(join(tmpdir(), "vlm-conversations-"));
const checkpoint = join(folder, "checkpoint");
const dataset = join(folder, "dataset");
afterAll(() => rmSync(folder, { recursive: true }));

/** A conversation about an empty board, with so many rounds. */
function conversation(id: string, rounds: number, png: Uint8Array): ConversationRow {
  const round = (index: number): ConversationRow["messages"] => [
    {
      role: "user",
      content: [...(index === 0 ? [{ type: "image" } as const] : []), { type: "text", text: `Move ${index}?` }],
    },
    { role: "assistant", content: [{ type: "text", text: `Cell ${index} of ${id}.` }] },
  ];
  const messages = Array.from({ length: rounds }, (_, index) => round(index)).flat();
  return { id, messages, images: [{ bytes: png, path: null }] };
}

beforeAll(async () => {
  await writeRandomCheckpoint(checkpoint);
  const png = await encodePng(drawUltimateTicTacToe(game.start(), { size: 96 }));
  const rows = [1, 1, 2, 1, 3, 1, 2, 1].map((rounds, index) => conversation(`c${index}`, rounds, png));
  const shape = rows.map(shapeOf).reduce(mergeShapes, emptyShape);
  const written = rows.map((row) => forms.messages.write(row, shape));
  const splits = { train: written, eval: written.slice(0, 2) };
  await writeDataset(dataset, splits, { features: forms.messages.features(shape) });
});

const commandLine = (name: string, argv: readonly string[]): readonly string[] => [
  "train",
  ...["--model_name_or_path", checkpoint, "--dataset_name", dataset, "--output_dir", join(folder, name)],
  ...["--lora_r", "2", "--learning_rate", "1e-3", "--logging_steps", "1", "--max_steps", "3"],
  ...["--per_device_train_batch_size", "2"],
  ...argv,
];

async function train(name: string, ...argv: readonly string[]) {
  let printed = "";
  let complaint = "";
  const code = await vlm(commandLine(name, argv), commands, {
    print: (text) => {
      printed += `${text}\n`;
    },
    progress: { write: (text) => (complaint += text) },
    signal: new AbortController().signal,
  });
  return { code, printed, complaint };
}

const adapter = (name: string): string =>
  createHash("sha256")
    .update(readFileSync(join(folder, name, "adapter", "adapter_model.safetensors")))
    .digest("hex");

test("packed conversations give the same adapter whoever makes the batches, and eval_loss is logged", async () => {
  const packing = ["--packing", "--max_length", "128", "--eval_steps", "3"];
  const here = await train("here", ...packing);
  expect(here).toMatchObject({ code: 0 });
  expect(here.complaint).toMatch(/8 samples in \d rows of 128 tokens, \d\d\.\d % full/);
  expect(here.printed).not.toContain("vlm eval");
  // The built program: threads run no TypeScript.
  const program = fileURLToPath(new URL("../../bin/vlm.js", import.meta.url));
  const threads = commandLine("threads", [...packing, "--dataloader_num_workers", "2"]);
  await promisify(execFile)(process.execPath, [program, ...threads]);
  expect(adapter("threads")).toBe(adapter("here"));
  const rows = await readMetrics(join(folder, "here", "metrics.jsonl"));
  expect(rows.filter((row) => "eval_loss" in row)).toHaveLength(1);
});

test("a conversation that is too long is refused before the first step, dropped or cut between turns, as asked", async () => {
  const refused = await train("refused", "--max_length", "50");
  expect(refused.code).toBe(1);
  expect(refused.complaint).toMatch(/sample "c2" has \d+ tokens; expected at most maxLength 50\. Raise maxLength/);
  expect(existsSync(join(folder, "refused"))).toBe(false);

  const dropped = await train("dropped", "--max_length", "50", "--overflow", "drop");
  expect(dropped.code).toBe(0);
  expect(dropped.complaint).toMatch(
    /train: 3 conversations are longer than max_length, in whole or in part left out with \d+ label tokens; first "c2"/,
  );
  const cut = await train("cut", "--max_length", "70", "--overflow", "split-turns");
  expect(cut.complaint).toMatch(
    /train: (\d) conversations are longer than max_length and became \d samples, cut between turns\n/,
  );
  expect(cut.complaint).not.toContain("left out");
  expect(cut.code).toBe(0);
});

test("gradient_checkpointing gives the same adapter", async () => {
  const [plain, checkpointed] = [
    await train("plain", "--lora_dropout", "0.1"),
    await train("checkpointed", "--lora_dropout", "0.1", "--gradient_checkpointing"),
  ];
  expect([plain.code, checkpointed.code]).toEqual([0, 0]);
  expect(adapter("checkpointed")).toBe(adapter("plain"));
});

test("adamw_8bit continues from a checkpoint as if it had not stopped", async () => {
  // A rank that gives matrices of 4096 elements, whose moments are codes.
  const options = ["--optim", "adamw_8bit", "--lora_r", "64", "--save_steps", "2", "--max_steps", "4"];
  expect(await train("straight", ...options)).toMatchObject({ code: 0 });
  const checkpoint = join(folder, "straight", "checkpoint-2");
  const { state } = await restore(checkpoint);
  expect([...state.optimizer.values()].some(({ data }) => data instanceof Uint8Array)).toBe(true);
  expect(await train("continued", ...options, "--resume_from_checkpoint", checkpoint)).toMatchObject({ code: 0 });
  expect(adapter("continued")).toBe(adapter("straight"));
});

test("packing needs a length of rows", async () => {
  expect(await train("none", "--packing")).toMatchObject({
    code: 2,
    complaint: "vlm train: packing is set without max_length; expected the tokens of a row. Set max_length.\n",
  });
});
