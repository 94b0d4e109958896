/** Our side of group "ops", a program: `node program.js FOLDER BACKEND THREADS`. See ../serve.ts. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs-core";
import { type BackendName, useBackend } from "@vlm/ops";
import type { Work } from "../case.js";
import { serve } from "../serve.js";
import { codecWork } from "./codec-work.js";
import { readInputs } from "./inputs.js";
import { limits } from "./limits.js";
import { denseType, productWork } from "./product-work.js";
import type { OpsWork } from "./work.js";

const [folder, backend, threads] = process.argv.slice(2) as [string, BackendName, string];
await useBackend(backend, { threads: Number(threads) });

const works: Readonly<Record<string, OpsWork>> = JSON.parse(await readFile(join(folder, "cases.json"), "utf8"));
const cases = new Map<string, () => Promise<Work>>();
const absent: Record<string, string> = {};

function know(key: string, work: OpsWork, changes: Partial<OpsWork> = {}): void {
  const wanted = { ...work, ...changes };
  const [name] = key.split("/") as [string];
  if (wanted.weight === "bfloat16" && denseType() !== "bfloat16") absent[key] = `${backend} computes in float32 here`;
  else if (wanted.operation === "quantize" || wanted.operation === "dequantize")
    cases.set(key, async () => codecWork(await readInputs(folder, name), wanted));
  else cases.set(key, async () => productWork(await readInputs(folder, name), wanted));
}

for (const [name, work] of Object.entries(works)) {
  know(`${name}/ours`, work);
  know(`${name}/our forward`, work, { operation: "forward", m: work.m });
  know(`${name}/our dense weight`, work, { weight: denseType() });
  for (const [limit, rate] of Object.entries(limits(work))) {
    if (rate) cases.set(`${name}/${limit}`, async () => ({ run() {}, output: () => ({}), seconds: rate }));
    else absent[`${name}/${limit}`] = `${backend} does not measure it`;
  }
}
await serve(cases, { absent, versions: { node: process.versions.node, backend: tf.getBackend(), threads } });
