import { MathBackendCPU } from "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import type { Addon, Level } from "./addon.js";
import { Arena, type ArenaBytes } from "./arena.js";
import { Bfloat16Data } from "./bfloat16-data.js";
import type { Kernels } from "./kernels.js";

export const NATIVE = "vlm-cpu";

/** What products with packed weights are computed in: float32, or pairs of bfloat16 that are summed in float32. */
export type Compute = "float32" | "bfloat16";

/** A tensor under construction: what a kernel returns, and the array to write into. */
export interface Output {
  readonly info: tf.TensorInfo;
  readonly values: Float32Array;
}

export interface NativeOptions {
  readonly level: Level;
  readonly threads: number;
  /** What products with packed weights are computed in. */
  readonly compute: Compute;
}

/** Bytes of native memory: of tensors, of weights that kernels keep, of blocks kept for reuse, and the most ever in use. */
export interface NativeBytes {
  readonly tensors: number;
  readonly weights: number;
  readonly free: number;
  readonly peak: number;
}

export interface NativeMemory {
  /** Whether the engine's own figures cannot be trusted, and why. */
  unreliable: boolean;
  reasons: string[];
  readonly bytes: NativeBytes;
}

/**
 * TensorFlow.js on the CPU with kernels written in C++. Tensors lie where the stock CPU backend looks for them, so that
 * its kernels serve for whatever has no native one.
 */
export class NativeBackend extends MathBackendCPU {
  readonly level: Level;
  readonly threads: number;
  readonly compute: Compute;
  readonly kernels: Kernels;
  readonly #arena: Arena;
  readonly #stockCalls = new Map<string, number>();
  #weightBytes = 0;

  constructor(addon: Addon, { level, threads, compute }: NativeOptions) {
    super();
    const kernels = addon.levels[level];
    if (!kernels) {
      throw new Error(
        `ops.NativeBackend: this machine does not run ${JSON.stringify(level)}; expected one of ${Object.keys(addon.levels).join(", ")}. Leave the level out to get the best.`,
      );
    }
    addon.setThreads(threads);
    this.level = level;
    this.threads = threads;
    this.compute = compute;
    this.kernels = kernels;
    this.#arena = new Arena((bytes) => addon.allocate(bytes), addon);
  }

  get arena(): ArenaBytes {
    return this.#arena.bytes;
  }

  /** How often each kernel of the stock CPU backend ran for want of a native one. */
  get stockCalls(): ReadonlyMap<string, number> {
    return this.#stockCalls;
  }

  countStockCall(name: string): void {
    this.#stockCalls.set(name, (this.#stockCalls.get(name) ?? 0) + 1);
  }

  /** What `tf.memory()` says of this backend besides: bytes of native memory by what they hold, and the most ever held. */
  override memory(): NativeMemory {
    const { used, free, peak } = this.#arena.bytes;
    const weights = this.#weightBytes;
    return { unreliable: false, reasons: [], bytes: { tensors: used - weights, weights, free, peak } };
  }

  /** Gives memory that is kept for reuse back to the system. */
  trim(): void {
    this.#arena.trim();
  }

  /** The numbers of a tensor, as float32 whatever array a stock kernel left under that label. */
  floats({ dataId, dtype }: tf.TensorInfo): Float32Array {
    const values = this.data.get(dataId).values;
    if (values instanceof Float32Array) return values;
    if (dtype === "float32" || dtype === "int32" || dtype === "bool") return Float32Array.from(values as Int32Array);
    throw new Error(`ops.NativeBackend.floats: a tensor of ${dtype}; expected numbers. Cast it first.`);
  }

  /** A tensor of float32 numbers that are held as bfloat16 words, which stay the caller's; nobody writes to them. */
  holdBfloat16(words: Uint16Array, shape: readonly number[]): tf.TensorInfo {
    const dataId = {};
    this.data.set(dataId, new Bfloat16Data(words));
    return { dataId, shape: [...shape], dtype: "float32" };
  }

  /** The words of a tensor that is held as bfloat16; null for any other. */
  bfloat16({ dataId }: tf.TensorInfo): Uint16Array | null {
    const data = this.data.get(dataId);
    return data instanceof Bfloat16Data ? data.words : null;
  }

  /** A new float32 tensor whose numbers a kernel is about to write: they are not cleared. */
  output(shape: readonly number[]): Output {
    const size = tf.util.sizeFromShape([...shape]);
    const values = new Float32Array(this.#arena.take(4 * size), 0, size);
    return { info: this.makeTensorInfo([...shape], "float32", values), values };
  }

  /** A new int32 tensor whose numbers a kernel is about to write: they are not cleared. */
  integers(shape: readonly number[]): { readonly info: tf.TensorInfo; readonly values: Int32Array } {
    const size = tf.util.sizeFromShape([...shape]);
    const values = new Int32Array(this.#arena.take(4 * size), 0, size);
    return { info: this.makeTensorInfo([...shape], "int32", values), values };
  }

  /** An output of zeros. */
  zeros(shape: readonly number[]): Output {
    const output = this.output(shape);
    output.values.fill(0);
    return output;
  }

  /** Memory for a kernel's own use, back in the arena when `use` returns. */
  scratch<T>(size: number, use: (values: Float32Array) => T): T {
    const block = this.#arena.take(4 * size);
    this.#arena.hold(block);
    try {
      return use(new Float32Array(block, 0, size));
    } finally {
      this.#arena.release(block);
    }
  }

  /** Memory outside all tensors that the caller keeps, such as packed weights; `discard` takes it back. */
  reserve(bytes: number): Uint8Array<ArrayBuffer> {
    const block = this.#arena.take(bytes);
    this.#arena.hold(block);
    this.#weightBytes += block.byteLength;
    return new Uint8Array(block, 0, bytes);
  }

  discard(memory: Uint8Array): void {
    this.#weightBytes -= memory.buffer.byteLength;
    this.#arena.release(memory.buffer);
  }

  /** The same data under another shape, without a copy. */
  reshaped({ dataId, dtype }: tf.TensorInfo, shape: readonly number[]): tf.TensorInfo {
    this.incRef(dataId);
    return { dataId, dtype, shape: [...shape] };
  }

  override write(values: tf.backend_util.BackendValues, shape: number[], dtype: tf.DataType): object {
    if (ArrayBuffer.isView(values)) this.#arena.hold(values.buffer);
    return super.write(values, shape, dtype);
  }

  override move(
    dataId: object,
    values: tf.backend_util.BackendValues,
    shape: number[],
    dtype: tf.DataType,
    refCount: number,
  ): void {
    if (ArrayBuffer.isView(values)) this.#arena.hold(values.buffer);
    super.move(dataId, values, shape, dtype, refCount);
  }

  override disposeData(dataId: object, force = false): boolean {
    const data = this.data.has(dataId) ? this.data.get(dataId) : undefined;
    const values = data instanceof Bfloat16Data ? data.words : data?.values;
    const gone = super.disposeData(dataId, force);
    if (gone && ArrayBuffer.isView(values)) this.#arena.release(values.buffer);
    return gone;
  }

  /** What leaves the backend may be held for ever, so its memory is never used again. */
  override readSync(dataId: object): tf.backend_util.BackendValues {
    const values = super.readSync(dataId);
    if (ArrayBuffer.isView(values)) this.#arena.abandon(values.buffer);
    return values;
  }
}
