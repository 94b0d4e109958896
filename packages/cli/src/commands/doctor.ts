import * as tf from "@tensorflow/tfjs-core";
import { BACKENDS, type BackendName, useBackend } from "@vlm/ops";
import { NATIVE_KERNELS, NativeBackend } from "@vlm/ops/node";
import { z } from "zod";
import { type Command, command } from "../command.js";

const schema = z.object({
  kernels: z.boolean().default(false).describe("name the kernels that have no native form"),
});

/** What of this machine the other commands can use. */
export const doctor: Command = command({
  schema,
  async run({ kernels }, { print }) {
    print(`Node ${process.versions.node} on ${process.platform} ${process.arch}, TensorFlow.js ${tf.version_core}`);
    for (const name of BACKENDS) print(`backend ${name}: ${await stateOf(name, kernels)}`);
  },
});

async function stateOf(name: BackendName, kernels: boolean): Promise<string> {
  try {
    await useBackend(name);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  const backend = tf.backend();
  return backend instanceof NativeBackend ? `ready, ${extentOf(backend, kernels)}` : "ready";
}

/** What runs natively, and what the stock CPU kernels do on the same memory. */
function extentOf({ level, threads }: NativeBackend, names: boolean): string {
  const native = new Set(NATIVE_KERNELS.map(({ name }) => name));
  const stock = tf.getKernelsForBackend("cpu").map(({ kernelName }) => kernelName);
  const rest = stock.filter((name) => !native.has(name)).sort();
  const others = names ? `: ${rest.join(" ")}` : " (--kernels names them)";
  return `${level}, ${threads} thread${threads === 1 ? "" : "s"}; ${native.size} native kernels, TensorFlow.js's own for ${rest.length} others${others}`;
}
