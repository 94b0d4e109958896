import * as tf from "@tensorflow/tfjs-core";
import { isTrainable } from "../gradient/differentiable.js";
import { multiply } from "../matmul/multiply.js";
import type { NativeBackend } from "../native/native-backend.js";
import type { LinearWeight, LowRankTerm } from "./linear-weight.js";
import { PackedWeight, packsWeights } from "./packed-weight.js";

/**
 * The matrix of a linear layer, [out, in] as checkpoints store it, which the weight owns. A `tf.Variable` is trained;
 * anything else is frozen: the native backend packs it when it is first used and disposes the tensor, others keep its
 * transpose beside it, so that forward and input gradient both multiply plain, packed matrices.
 */
export class Weight implements LinearWeight {
  readonly inputs: number;
  readonly outputs: number;
  #value: tf.Tensor2D | null;
  #packed: PackedWeight | null = null;
  #transposed: tf.Tensor2D | null = null;

  constructor(value: tf.Tensor) {
    if (value.rank !== 2) {
      throw new Error(
        `ops.Weight: value has shape [${value.shape}]; expected [out, in]. Reshape it to two dimensions.`,
      );
    }
    this.#value = value as tf.Tensor2D;
    [this.outputs, this.inputs] = value.shape as [number, number];
  }

  get variable(): tf.Variable | null {
    return isTrainable(this.#value ?? undefined) ? (this.#value as tf.Variable) : null;
  }

  get addsTerms(): boolean {
    return this.#packed !== null || this.#packs();
  }

  /** Whether this very tensor is what the weight holds. */
  holds(value: tf.Tensor): boolean {
    return this.#value === value;
  }

  /** Packs a frozen weight now, where the backend does that, so that memory holds one copy from here on. */
  pack(): this {
    if (this.#packed || !this.#packs()) return this;
    const value = this.#value!;
    const values = (tf.backend() as NativeBackend).floats(value);
    const storage = areBfloat16(values) ? "bfloat16" : "float32";
    this.#packed = PackedWeight.pack(values, [this.outputs, this.inputs], { storage });
    value.dispose();
    this.#value = null;
    return this;
  }

  forward(x: tf.Tensor2D, bias?: tf.Tensor, term?: LowRankTerm): tf.Tensor2D {
    this.pack();
    if (this.#packed) return this.#packed.forward(x, bias, term);
    if (!packsWeights()) return multiply(x, this.#transpose(), bias);
    const b = this.#value!;
    return tf.fused.matMul({ a: x, b, transposeB: true, ...(bias && { bias }) }) as tf.Tensor2D;
  }

  backward(dy: tf.Tensor2D, term?: LowRankTerm): tf.Tensor2D {
    this.pack();
    return this.#packed ? this.#packed.backward(dy, term) : multiply(dy, this.#value!);
  }

  dense(): tf.Tensor2D {
    return this.#packed ? this.#packed.dense() : tf.clone(this.#value!);
  }

  dispose(): void {
    this.#value?.dispose();
    this.#packed?.dispose();
    this.#transposed?.dispose();
    this.#transposed = null;
  }

  /** A variable may be trained again, so it stays what it is. */
  #packs(): boolean {
    return packsWeights() && this.#value !== null && !(this.#value instanceof tf.Variable);
  }

  /** [in, out]. A frozen weight keeps it; a trained one makes it anew, since its values change. */
  #transpose(): tf.Tensor2D {
    if (this.variable) return tf.transpose(this.#value!);
    this.#transposed ??= tf.keep(tf.transpose(this.#value!));
    return this.#transposed;
  }
}

/** Whether all numbers are also bfloat16, as those of checkpoints in that type: half the memory holds them exactly. */
function areBfloat16(values: Float32Array): boolean {
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
  for (let i = 0; i < bits.length; i++) if (bits[i]! & 0xffff) return false;
  return true;
}
