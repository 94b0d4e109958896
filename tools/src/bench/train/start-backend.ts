import { createRequire } from "node:module";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs-core";
import { type BackendName, useBackend } from "@vlm/ops";

/**
 * Makes the backend the current one and returns null, or the reason why tfjs-node is not there: it is no dependency of ours,
 * and the environment variable `VLM_TFJS_NODE` names the folder whose `node_modules` has it.
 */
export async function startBackend(backend: BackendName, threads: number): Promise<string | null> {
  if (backend !== "tensorflow") {
    await useBackend(backend, { threads });
    return null;
  }
  const folder = process.env.VLM_TFJS_NODE;
  if (!folder) return "VLM_TFJS_NODE does not name a folder with tfjs-node in its node_modules";
  // It registers itself with TensorFlow.js, of which the whole process has one.
  createRequire(join(folder, "package.json"))("@tensorflow/tfjs-node");
  await tf.setBackend("tensorflow");
  return null;
}
