/** Our side of group "ops", a program: `node program.js FOLDER BACKEND THREADS COMPUTE`. See ../serve.ts. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs-core";
import type { Work } from "../case.js";
import { serve } from "../serve.js";
import { programArguments, startBackend } from "../start-backend.js";
import { codecWork } from "./codec-work.js";
import { readInputs } from "./inputs.js";
import { limits } from "./limits.js";
import { productWork } from "./product-work.js";
import type { OpsWork } from "./work.js";

const given = programArguments();
const { folder, backend, threads, compute } = given;
const missing = await startBackend(given);

const works: Readonly<Record<string, OpsWork>> = JSON.parse(await readFile(join(folder, "cases.json"), "utf8"));
const cases = new Map<string, () => Promise<Work>>();
const absent: Record<string, string> = {};

function know(key: string, work: OpsWork, changes: Partial<OpsWork> = {}): void {
  const wanted = { ...work, ...changes };
  const [name] = key.split("/") as [string];
  if (missing) absent[key] = missing;
  else if (wanted.operation === "quantize" || wanted.operation === "dequantize")
    cases.set(key, async () => codecWork(await readInputs(folder, name), wanted));
  else cases.set(key, async () => productWork(await readInputs(folder, name), wanted));
}

for (const [name, work] of Object.entries(works)) {
  know(`${name}/ours`, work);
  know(`${name}/our forward`, work, { operation: "forward" });
  know(`${name}/our dense weight`, work, { weight: compute });
  for (const [limit, rate] of Object.entries(limits(work, { threads, pairs: compute === "bfloat16" }))) {
    if (rate) cases.set(`${name}/${limit}`, async () => ({ run() {}, output: () => ({}), seconds: rate }));
    else absent[`${name}/${limit}`] = `${backend} measures no limits`;
  }
}
await serve(cases, {
  absent,
  versions: { node: process.versions.node, backend: tf.getBackend(), threads: String(threads), compute },
});
