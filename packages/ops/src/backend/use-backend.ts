import "#stock-gradients";
import * as tf from "@tensorflow/tfjs-core";
import { registerSingleQueryAttention } from "../attention/single-query.wasm.js";
import type { Level } from "../native/addon.js";
import { registerRowKernels } from "../rows/rows.wasm.js";
import { shareClones } from "./identity.wasm.js";
import { registerUnsortedSegmentSum } from "./unsorted-segment-sum.wasm.js";

export type BackendName = "vlm-cpu" | "wasm" | "cpu" | "tensorflow";

export interface BackendOptions {
  /** Folder or URL prefix of the three `.wasm` files; needed in a browser whose bundler moves them. */
  readonly wasmPath?: string;
  /** Threads of `vlm-cpu`: as many as there are cores, or one in a worker thread, unless told. */
  readonly threads?: number;
  /** Instruction set of `vlm-cpu`: the widest that the machine runs, unless told. */
  readonly level?: Level;
}

/**
 * Makes a TensorFlow.js backend the current one, with the gradients and kernels that its packages leave out, and
 * returns its name. `"vlm-cpu"` is this package's own, for Node; `"wasm"` and `"cpu"` come with this package and run in Node and in browsers; `"tensorflow"` is
 * `@tensorflow/tfjs-node-gpu` or `@tensorflow/tfjs-node`, whichever the user has installed.
 *
 * @throws when the name is unknown, its package is not installed, or the backend does not start.
 */
export function useBackend(name: BackendName = "wasm", options: BackendOptions = {}): Promise<string> {
  const started = turn.then(() => start(name, options));
  turn = started.catch(() => undefined);
  return started;
}

// TensorFlow.js drops a start that another one overtakes: calls take turns.
let turn: Promise<unknown> = Promise.resolve();

async function start(name: BackendName, { wasmPath, ...native }: BackendOptions): Promise<string> {
  // Silences the advertisement that the stock backends print in Node; changes no arithmetic.
  tf.enableProdMode();
  if (name === "vlm-cpu") await loadNative(native);
  else if (name === "wasm") await loadWasm(wasmPath);
  else if (name === "cpu") await import("@tensorflow/tfjs-backend-cpu");
  else if (name === "tensorflow") await loadTensorFlow();
  else {
    throw new Error(
      `ops.useBackend: unknown backend ${JSON.stringify(name)}; expected "vlm-cpu", "wasm", "cpu" or "tensorflow". Pass one of these.`,
    );
  }
  if (!(await tf.setBackend(name))) {
    throw new Error(
      `ops.useBackend: backend "${name}" did not start; expected it to initialize. Run on "cpu", or check that its files can be read.`,
    );
  }
  await tf.ready();
  return tf.getBackend();
}

async function loadNative(options: Omit<BackendOptions, "wasmPath">): Promise<void> {
  await import("@tensorflow/tfjs-backend-cpu");
  const { startNative } = await import("#native");
  startNative(options);
}

async function loadWasm(wasmPath: string | undefined): Promise<void> {
  const wasm = await import("@tensorflow/tfjs-backend-wasm");
  if (wasmPath !== undefined) wasm.setWasmPaths(wasmPath);
  shareClones();
  registerRowKernels();
  registerSingleQueryAttention();
  registerUnsortedSegmentSum();
}

async function loadTensorFlow(): Promise<void> {
  const reasons: unknown[] = [];
  for (const specifier of ["@tensorflow/tfjs-node-gpu", "@tensorflow/tfjs-node"]) {
    try {
      await import(/* @vite-ignore */ specifier);
      return;
    } catch (reason) {
      reasons.push(reason);
    }
  }
  throw new Error(
    'ops.useBackend: backend "tensorflow" is not installed; expected @tensorflow/tfjs-node or @tensorflow/tfjs-node-gpu. ' +
      "Install one of them beside @tensorflow/tfjs-core.",
    { cause: new AggregateError(reasons) },
  );
}
