/** Our side of group "ops", a program: `node program.js FOLDER BACKEND THREADS`. See ../serve.ts. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs-core";
import { type BackendName, keepsBfloat16, useBackend } from "@vlm/ops";
import type { Work } from "../case.js";
import { serve } from "../serve.js";
import { codecWork } from "./codec-work.js";
import { readInputs } from "./inputs.js";
import { limits, multipliesPairs } from "./limits.js";
import { productWork } from "./product-work.js";
import type { OpsWork } from "./work.js";

const [folder, backend, threads] = process.argv.slice(2) as [string, BackendName, string];
await useBackend(backend, { threads: Number(threads) });

const works: Readonly<Record<string, OpsWork>> = JSON.parse(await readFile(join(folder, "cases.json"), "utf8"));
const cases = new Map<string, () => Promise<Work>>();
const absent: Record<string, string> = {};

/** How a user keeps frozen weights that are to be multiplied fast. */
const dense = multipliesPairs() ? "bfloat16" : "float32";

function know(key: string, work: OpsWork, changes: Partial<OpsWork> = {}): void {
  const wanted = { ...work, ...changes };
  const [name] = key.split("/") as [string];
  if (wanted.weight === "bfloat16" && !keepsBfloat16()) absent[key] = `${backend} keeps no bfloat16`;
  else if (wanted.operation === "quantize" || wanted.operation === "dequantize")
    cases.set(key, async () => codecWork(await readInputs(folder, name), wanted));
  else cases.set(key, async () => productWork(await readInputs(folder, name), wanted));
}

for (const [name, work] of Object.entries(works)) {
  know(`${name}/ours`, work);
  know(`${name}/our forward`, work, { operation: "forward" });
  know(`${name}/our dense weight`, work, { weight: dense });
  for (const [limit, rate] of Object.entries(limits(work, { threads: Number(threads) }))) {
    if (rate) cases.set(`${name}/${limit}`, async () => ({ run() {}, output: () => ({}), seconds: rate }));
    else absent[`${name}/${limit}`] = `${backend} measures no such limit here`;
  }
}
await serve(cases, { absent, versions: { node: process.versions.node, backend: tf.getBackend(), threads } });
