/** Our side of group "train", a program: `node program.js FOLDER BACKEND THREADS COMPUTE`. See ../serve.ts. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs-core";
import type { Work } from "../case.js";
import { serve } from "../serve.js";
import { programArguments, startBackend } from "../start-backend.js";
import { generateWork } from "./generate-work.js";
import { trainWork } from "./train-work.js";
import type { TrainWork } from "./work.js";

const given = programArguments();
const { folder, threads, compute } = given;
const missing = await startBackend(given);

const works: Readonly<Record<string, TrainWork>> = JSON.parse(await readFile(join(folder, "cases.json"), "utf8"));
const cases = new Map<string, () => Promise<Work>>();
const absent: Record<string, string> = {};
for (const [name, work] of Object.entries(works)) {
  for (const side of ["ours", "wasm", "tfjs-node"]) {
    const key = `${name}/${side}`;
    if (missing) absent[key] = missing;
    else cases.set(key, () => (work.task === "generate" ? generateWork(folder, work) : trainWork(folder, work)));
  }
}
const started: Record<string, string> = missing ? {} : { backend: tf.getBackend() };
await serve(cases, {
  absent,
  versions: { node: process.versions.node, ...started, threads: String(threads), compute },
});
