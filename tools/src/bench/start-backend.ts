import { createRequire } from "node:module";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs-core";
import { type BackendName, useBackend } from "@vlm/ops";
import type { Compute } from "./case.js";

/** How our programs are started: `node program.js FOLDER BACKEND THREADS COMPUTE`. */
export interface ProgramArguments {
  readonly folder: string;
  readonly backend: BackendName;
  readonly threads: number;
  readonly compute: Compute;
}

export function programArguments(): ProgramArguments {
  const [folder, backend, threads, compute] = process.argv.slice(2) as [string, BackendName, string, Compute];
  return { folder, backend, threads: Number(threads), compute };
}

/**
 * Makes the backend the current one and returns null, or the reason why it cannot serve. tfjs-node is no dependency of ours:
 * the environment variable `VLM_TFJS_NODE` names the folder whose `node_modules` has it.
 */
export async function startBackend({ backend, threads, compute }: ProgramArguments): Promise<string | null> {
  if (backend === "tensorflow") {
    const folder = process.env.VLM_TFJS_NODE;
    if (!folder) return "VLM_TFJS_NODE does not name a folder with tfjs-node in its node_modules";
    // It registers itself with TensorFlow.js, of which the whole process has one.
    createRequire(join(folder, "package.json"))("@tensorflow/tfjs-node");
    await tf.setBackend("tensorflow");
  } else await useBackend(backend, { threads });
  if (compute === "float32") return null;
  const { level } = tf.backend() as { readonly level?: string };
  if (level !== "avx512bf16") return `${backend} has no instructions for ${compute} here`;
  await useBackend(backend, { threads, compute });
  return null;
}
