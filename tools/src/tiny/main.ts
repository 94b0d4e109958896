/**
 * Makes the tiny checkpoint: a Qwen3-VL of 1.2 million random weights that learns to read boards, by this repository's own
 * trainer. Run from the root after a build:
 *
 * node tools/dist/tiny/main.js --steps 6500 --folder runs/tiny
 *
 * A folder that holds a run is resumed. `checkpoint/` is the result; `run.json`, `curve.json` and `curve.svg` say how.
 */
import { cp, mkdir, rm, stat, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { progress } from "@vlm/cli/progress";
import { type BackendName, useBackend } from "@vlm/ops";
import { writeWholeFolder } from "@vlm/safetensors/node";
import { readParameters } from "@vlm/trainer";
import { readMetrics, saveModel } from "@vlm/trainer/node";
import { curveOf, curveSvg } from "./curve.js";
import { readOptions } from "./options.js";
import { heldOutPositions, keysOf } from "./pictures/held-out.js";
import { playPositions } from "./pictures/positions.js";
import { readingQuestions } from "./reading-test/questions.js";
import { meanAccuracy, readingScore } from "./reading-test/read.js";
import { gradientThreads } from "./training/gradient-threads.js";
import { writeInitialCheckpoint } from "./training/initial-checkpoint.js";
import { measurePace } from "./training/pace.js";
import { planFor, planOf, stepsOf } from "./training/plan.js";
import { type RunRecord, readRecord, writeRecord } from "./training/run-record.js";
import { isOfSight } from "./training/sight.js";
import { openClassroom, openStudent } from "./training/student.js";
import { type Moment, teach } from "./training/teach.js";

const began = performance.now();
const { folder, like, weights, stages, threads, steps, minutes, milestones, ...options } = readOptions(
  process.argv.slice(2),
);
const backend = await useBackend((options.backend ?? undefined) as BackendName | undefined);
await mkdir(folder, { recursive: true });
const old = await readRecord(folder, backend);
const seed = old?.seed ?? options.seed;
const { games, simulations } = old?.positions ?? options;
const batch = old?.batch ?? options.batch;

const initial = join(folder, "initial");
const exists = await stat(initial).then(
  () => true,
  () => false,
);
if (!exists && weights === null) await writeInitialCheckpoint(like, initial, { seed });
if (!exists && weights !== null)
  await writeWholeFolder(initial, { caller: "tiny.main" }, (temporary) => cp(weights, temporary, { recursive: true }));
const heldOut = heldOutPositions();
const positions = playPositions({ games, simulations, seed: 1000 + seed, without: keysOf(heldOut) });
const student = await openStudent(initial);
const gradients = threads > 1 ? gradientThreads(initial, backend, threads) : null;
const classroom = await openClassroom(initial, { positions, batch });
console.log(`${student.parameterCount} parameters, ${positions.length} positions, backend ${backend}`);

const seconds = (): number => 60 * minutes - (performance.now() - began) / 1000;
const { learningRate } = options;
const record: RunRecord = old ?? {
  seed,
  weights: weights && relative(process.cwd(), weights),
  plan: await makePlan(),
  learningRate,
  batch,
  positions: { games, simulations },
  backend,
};
if (!old) await writeRecord(folder, record);
console.log(`${stepsOf(record.plan)} steps: ${JSON.stringify(record.plan)}`);

const questions = readingQuestions(heldOut, { perKind: options.questions, seed: 5 });
const processor = { ...classroom.chat, collate: classroom.collate };
const bar = progress("teach", stepsOf(record.plan), { unit: "step" });
const done = await teach(student, classroom, record, {
  folder,
  milestones,
  seconds: seconds(),
  gradients,
  test: options.questions > 0 ? () => readingScore(student.model, processor, questions) : null,
  onStep({ step, stage, loss, reading }) {
    bar.update(step, { stage, loss: loss.toFixed(4), ...(reading && { right: meanAccuracy(reading).toFixed(3) }) });
  },
});
bar.finish();
await gradients?.stop();

const curve = curveOf((await readMetrics(join(folder, "metrics.jsonl"))) as unknown as readonly Moment[]);
await writeFile(join(folder, "curve.json"), `${JSON.stringify({ ...record, ...curve })}\n`);
await writeFile(join(folder, "curve.svg"), curveSvg(curve));
if (done) {
  await rm(join(folder, "checkpoint"), { recursive: true, force: true });
  const trained = [...(await readParameters(student.trainee))].filter(([name]) => !isOfSight(name));
  for (const line of await saveModel(initial, join(folder, "checkpoint"), new Map(trained))) console.warn(line);
  console.log(`${folder}/checkpoint after ${curve.steps} steps, ${curve.samples} samples, ${curve.minutes} minutes`);
} else console.log(`${folder} stopped after ${curve.steps} of ${stepsOf(record.plan)} steps; the same command goes on`);

/** As many steps as asked for, or as fit into the minutes that are left: a twentieth is kept for tests and noise. */
async function makePlan(): Promise<RunRecord["plan"]> {
  if (steps !== null) return planOf(steps, stages);
  const pace = await measurePace(student, classroom, { seed, gradients });
  console.log(
    `seconds a step: ${JSON.stringify(pace, (_, value) => (typeof value === "number" ? Number(value.toFixed(3)) : value))}`,
  );
  return planFor(0.95 * seconds(), pace, stages);
}
