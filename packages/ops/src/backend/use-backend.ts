import "#stock-gradients";
import * as tf from "@tensorflow/tfjs-core";
import { registerSingleQueryAttention } from "../attention/single-query.wasm.js";
import type { Level } from "../native/addon.js";
import type { Compute } from "../native/native-backend.js";
import { registerRowKernels } from "../rows/rows.wasm.js";
import { shareClones } from "./identity.wasm.js";
import { registerUnsortedSegmentSum } from "./unsorted-segment-sum.wasm.js";

export interface BackendOptions {
  /** Threads of `vlm-cpu`: as many as there are cores, or one in a worker thread, unless told. */
  readonly threads?: number;
  /** Instruction set of `vlm-cpu`: the widest that the machine runs, unless told. */
  readonly level?: Level;
  /** What `vlm-cpu` computes products with frozen weights in: float32 unless told; `"bfloat16"` needs AVX512-BF16. */
  readonly compute?: Compute;
  /** Folder or URL prefix of the three `.wasm` files; needed in a browser whose bundler moves them. */
  readonly wasmPath?: string;
}

/** All backends that `useBackend` knows. */
export const BACKENDS = ["vlm-cpu", "wasm", "cpu", "tensorflow"] as const;
export type BackendName = (typeof BACKENDS)[number];

/** How each is made known to TensorFlow.js. */
const REGISTER: Readonly<Record<BackendName, (options: BackendOptions) => Promise<void>>> = {
  "vlm-cpu": registerNative,
  wasm: registerWasm,
  cpu: registerCpu,
  tensorflow: registerTensorFlow,
};

/**
 * Makes a TensorFlow.js backend the current one, with the gradients and kernels that its packages leave out, and
 * returns its name. `"vlm-cpu"` is native code and runs in Node; `"wasm"` and `"cpu"` run in browsers as well;
 * `"tensorflow"` is `@tensorflow/tfjs-node-gpu` or `@tensorflow/tfjs-node`, whichever the user has installed. Without a name
 * it is `"vlm-cpu"` where that loads, and `"wasm"` otherwise, which Node says in one line of warning.
 *
 * @throws when the name is unknown, its package is not installed, or the backend does not start.
 */
export function useBackend(name?: BackendName, options: BackendOptions = {}): Promise<string> {
  const started = turn.then(() => (name === undefined ? startBest(options) : start(name, options)));
  turn = started.catch(() => undefined);
  return started;
}

// TensorFlow.js drops a start that another one overtakes: calls take turns.
let turn: Promise<unknown> = Promise.resolve();

async function startBest(options: BackendOptions): Promise<string> {
  const { NATIVE_EXPECTED } = await import("#native");
  if (!NATIVE_EXPECTED) return start("wasm", options);
  try {
    return await start("vlm-cpu", options);
  } catch (reason) {
    const backend = await start("wasm", options);
    console.warn(`${reason instanceof Error ? reason.message : reason} Going on with wasm, several times slower.`);
    return backend;
  }
}

async function start(name: BackendName, options: BackendOptions): Promise<string> {
  // Silences the advertisement that the stock backends print in Node; changes no arithmetic.
  tf.enableProdMode();
  if (!Object.hasOwn(REGISTER, name)) {
    const known = BACKENDS.map((backend) => `"${backend}"`).join(", ");
    throw new Error(
      `ops.useBackend: unknown backend ${JSON.stringify(name)}; expected one of ${known}. Pass one of these.`,
    );
  }
  await REGISTER[name](options);
  if (!(await tf.setBackend(name))) {
    throw new Error(
      `ops.useBackend: backend "${name}" did not start; expected it to initialize. Run on "cpu", or check that its files can be read.`,
    );
  }
  await tf.ready();
  return tf.getBackend();
}

async function registerNative({ threads, level, compute }: BackendOptions): Promise<void> {
  await registerCpu();
  const { startNative } = await import("#native");
  startNative({ ...(threads && { threads }), ...(level && { level }), ...(compute && { compute }) });
}

async function registerWasm({ wasmPath }: BackendOptions): Promise<void> {
  const wasm = await import("@tensorflow/tfjs-backend-wasm");
  if (wasmPath !== undefined) wasm.setWasmPaths(wasmPath);
  shareClones();
  registerRowKernels();
  registerSingleQueryAttention();
  registerUnsortedSegmentSum();
}

async function registerCpu(): Promise<void> {
  await import("@tensorflow/tfjs-backend-cpu");
}

async function registerTensorFlow(): Promise<void> {
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
