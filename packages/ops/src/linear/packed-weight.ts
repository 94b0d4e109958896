import * as tf from "@tensorflow/tfjs-core";
import { type Compute, NATIVE, type NativeBackend } from "../native/native-backend.js";
import type { LinearWeight, LowRankTerm } from "./linear-weight.js";

export interface PackedOptions {
  /** How numbers are held; in bfloat16 they are rounded to nearest even. */
  readonly storage?: "float32" | "bfloat16";
  /** What the backend computes in, unless told; `"bfloat16"` rounds activations, too. */
  readonly compute?: Compute | undefined;
}

/** A matrix in 4-bit codes, row after row, as bitsandbytes has them. */
export interface FourBitCodes {
  /** Two codes a byte, the first in its upper half. */
  readonly codes: Uint8Array;
  /** [16]: what codes stand for, as a share of their block's scale. */
  readonly map: Float32Array;
  /** Of each block of `blockSize` numbers. */
  readonly absmax: Float32Array;
  readonly blockSize: number;
  /** What the product of both is rounded to. */
  readonly dtype: keyof typeof ROUNDINGS;
}

/** A matrix of signed bytes, row after row, each row with a scale: bitsandbytes' LLM.int8 form, with scales / 127. */
export interface EightBitRows {
  readonly codes: Int8Array;
  /** [out]: what a code of 1 stands for. */
  readonly scales: Float32Array;
}

/** What the native kernels take. */
export interface Panels {
  readonly memory: Uint8Array;
  readonly map: Float32Array | null;
  readonly form: number;
  /** How many neighbours along the inputs share a scale. */
  readonly group: number;
  readonly rounding: number;
  readonly pairs: boolean;
}

const ROUNDINGS = { float32: 0, bfloat16: 1, float16: 2 } as const;
const FORMS = { float32: 0, bfloat16: 1, fourBit: 2, eightBit: 3 } as const;

/**
 * The frozen matrix of a linear layer, packed once for the native backend in panels, [out, in] as checkpoints have it:
 * forward and backward products both read this one copy.
 */
export class PackedWeight implements LinearWeight {
  readonly inputs: number;
  readonly outputs: number;
  readonly variable = null;
  readonly addsTerms = true;
  readonly panels: Panels;
  readonly #backend: NativeBackend;
  #disposed = false;

  private constructor(
    backend: NativeBackend,
    [outputs, inputs]: readonly [number, number],
    { form, group = 1, ...rest }: Omit<Panels, "memory" | "group"> & { readonly group?: number },
  ) {
    this.inputs = inputs;
    this.outputs = outputs;
    this.#backend = backend;
    const memory = backend.reserve(backend.kernels.packedBytes(outputs, inputs, form, group));
    this.panels = { memory, form, group, ...rest };
  }

  /**
   * Packs W [out, in], given row after row as float32 or as bfloat16 words.
   *
   * @throws when the backend is not the native one, the size does not fit, or the machine lacks the type to compute in
   */
  static pack(
    values: Float32Array | Uint16Array,
    shape: readonly [outputs: number, inputs: number],
    { storage = values instanceof Uint16Array ? "bfloat16" : "float32", compute }: PackedOptions = {},
  ): PackedWeight {
    const backend = nativeBackend();
    const [outputs, inputs] = shape;
    if (values.length !== outputs * inputs) {
      throw new Error(
        `ops.PackedWeight.pack: ${values.length} values for the shape [${shape}]; expected ${outputs * inputs}. Pass both from the same tensor.`,
      );
    }
    const form = FORMS[storage];
    const weight = new PackedWeight(backend, shape, { form, map: null, rounding: 0, pairs: pairs(backend, compute) });
    const [floats, words] = values instanceof Uint16Array ? [null, values] : [values, null];
    backend.kernels.packWeight(floats, words, weight.panels.memory, outputs, inputs, form);
    return weight;
  }

  /**
   * Packs a matrix of 4-bit codes; codes and scales stay what they are.
   *
   * @throws when `groupOf` says null, or as `pack` does
   */
  static packFourBit(
    { codes, map, absmax, blockSize, dtype }: FourBitCodes,
    shape: readonly [outputs: number, inputs: number],
    { compute }: Pick<PackedOptions, "compute"> = {},
  ): PackedWeight {
    const backend = nativeBackend();
    const [outputs, inputs] = shape;
    const group = PackedWeight.groupOf(inputs, blockSize);
    if (group === null) {
      throw new Error(
        `ops.PackedWeight.packFourBit: blocks of ${blockSize} in rows of ${inputs}; expected one to be a multiple of the other, and both of 8. Make the matrix dense.`,
      );
    }
    const size = outputs * inputs;
    if (codes.length !== size / 2 || absmax.length !== Math.ceil(size / blockSize)) {
      throw new Error(
        `ops.PackedWeight.packFourBit: ${codes.length} bytes and ${absmax.length} scales for the shape [${shape}]; expected ${size / 2} and ${Math.ceil(size / blockSize)}. Pass all from the same weight.`,
      );
    }
    const rounding = ROUNDINGS[dtype];
    const weight = new PackedWeight(backend, shape, {
      ...{ form: FORMS.fourBit, group, map, rounding },
      pairs: pairs(backend, compute),
    });
    backend.kernels.packFourBit(codes, absmax, weight.panels.memory, outputs, inputs, group, blockSize / group);
    return weight;
  }

  /**
   * Packs a matrix of signed bytes with a scale a row.
   *
   * @throws when a size does not fit, or as `pack` does
   */
  static packEightBit(
    { codes, scales }: EightBitRows,
    shape: readonly [outputs: number, inputs: number],
    { compute }: Pick<PackedOptions, "compute"> = {},
  ): PackedWeight {
    const backend = nativeBackend();
    const [outputs, inputs] = shape;
    if (codes.length !== outputs * inputs || scales.length !== outputs) {
      throw new Error(
        `ops.PackedWeight.packEightBit: ${codes.length} codes and ${scales.length} scales for the shape [${shape}]; expected ${outputs * inputs} and ${outputs}. Pass both from the same weight.`,
      );
    }
    const form = FORMS.eightBit;
    const weight = new PackedWeight(backend, shape, { form, map: null, rounding: 0, pairs: pairs(backend, compute) });
    const bytes = new Uint8Array(codes.buffer, codes.byteOffset, codes.length);
    backend.kernels.packEightBit(bytes, scales, weight.panels.memory, outputs, inputs);
    return weight;
  }

  /** How many neighbours of a row share a scale; null where blocks end within rows and begin in others. */
  static groupOf(inputs: number, blockSize: number): number | null {
    if (inputs % 8 !== 0 || blockSize % 8 !== 0 || inputs === 0) return null;
    if (inputs % blockSize === 0) return blockSize;
    return blockSize % inputs === 0 ? inputs : null;
  }

  /** Bytes of memory that the panels take. */
  get byteSize(): number {
    return this.panels.memory.byteLength;
  }

  forward(x: tf.Tensor2D, bias?: tf.Tensor, term?: LowRankTerm): tf.Tensor2D {
    return this.#run("PackedForward", x, bias, term);
  }

  backward(dy: tf.Tensor2D, term?: LowRankTerm): tf.Tensor2D {
    return this.#run("PackedBackward", dy, undefined, term);
  }

  dense(): tf.Tensor2D {
    this.#check();
    const { memory, map, form, group, rounding } = this.panels;
    const values = new Float32Array(this.outputs * this.inputs);
    this.#backend.kernels.unpackWeight(memory, map, values, this.outputs, this.inputs, form, group, rounding);
    return tf.tensor2d(values, [this.outputs, this.inputs]);
  }

  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    this.#backend.discard(this.panels.memory);
  }

  #run(name: string, left: tf.Tensor2D, bias: tf.Tensor | undefined, term: LowRankTerm | undefined): tf.Tensor2D {
    this.#check();
    const { narrow, wide, scale = 1 } = term ?? {};
    const inputs = { left, ...(bias && { bias }), ...(narrow && wide && { narrow, wide }) };
    const attrs = { weight: this, scale } as unknown as tf.NamedAttrMap;
    return tf.engine().runKernel(name, inputs, attrs) as tf.Tensor2D;
  }

  #check(): void {
    if (!this.#disposed && tf.backend() === this.#backend) return;
    throw new Error(
      `ops.PackedWeight: the weight [${this.outputs},${this.inputs}] ${this.#disposed ? "is disposed" : "was packed for another backend"}; expected one that was packed for the backend in use. Load the model again after useBackend.`,
    );
  }
}

/** Whether the backend in use takes packed weights. */
export function packsWeights(): boolean {
  return tf.getBackend() === NATIVE;
}

function nativeBackend(): NativeBackend {
  if (packsWeights()) return tf.backend() as NativeBackend;
  throw new Error(
    `ops.PackedWeight: the backend is ${JSON.stringify(tf.getBackend())}; expected ${JSON.stringify(NATIVE)}. Call useBackend("vlm-cpu") before, or use Weight.`,
  );
}

function pairs({ level, compute: usual }: NativeBackend, compute: Compute = usual): boolean {
  if (compute === "bfloat16" && level !== "avx512bf16") {
    throw new Error(
      `ops.PackedWeight: compute is "bfloat16" at the level ${JSON.stringify(level)}; expected the level "avx512bf16". Compute in float32, or on a machine with AVX512-BF16.`,
    );
  }
  return compute === "bfloat16";
}
