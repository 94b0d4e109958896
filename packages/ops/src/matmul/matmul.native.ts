import * as tf from "@tensorflow/tfjs-core";
import { type NativeCall, type NativeKernel, stock } from "../native/kernel.js";

interface Factors {
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

type Operands = Record<"a" | "b", tf.TensorInfo> & { readonly bias?: tf.TensorInfo };

/** How many matrices, and how they lie: a batch of one serves all of the other side's. */
interface Layout {
  readonly batchShape: readonly number[];
  readonly batch: number;
  readonly m: number;
  readonly n: number;
  readonly k: number;
  readonly strideA: number;
  readonly strideB: number;
}

/** Null where batches broadcast in other ways than one against all. */
function layoutOf({ a, b }: Operands, { transposeA, transposeB }: Factors): Layout | null {
  const [batchA, batchB] = [a, b].map(({ shape }) => shape.slice(0, -2)) as [number[], number[]];
  const [sizeA, sizeB] = [tf.util.sizeFromShape(batchA), tf.util.sizeFromShape(batchB)];
  const [m, k] = sides(a, transposeA);
  const [inner, n] = sides(b, transposeB);
  if (k !== inner || (batchA.join() !== batchB.join() && sizeA !== 1 && sizeB !== 1)) return null;
  const longer = batchA.length >= batchB.length ? batchA : batchB;
  const batchShape = sizeA === sizeB ? longer : sizeA === 1 ? batchB : batchA;
  if (batchShape.length < longer.length) return null;
  return {
    batchShape,
    batch: tf.util.sizeFromShape(batchShape),
    m,
    n,
    k,
    strideA: sizeA === 1 ? 0 : m * k,
    strideB: sizeB === 1 ? 0 : k * n,
  };
}

/** Rows and columns, once turned. */
function sides({ shape }: tf.TensorInfo, transposed: boolean): [number, number] {
  const [rows, columns] = shape.slice(-2) as [number, number];
  return transposed ? [columns, rows] : [rows, columns];
}

function multiply(
  { inputs, backend }: NativeCall,
  { transposeA, transposeB }: Factors,
  { batchShape, batch, m, n, k, strideA, strideB }: Layout,
  scale: number,
): tf.TensorInfo {
  const { a, b, bias } = inputs as Operands;
  const { kernels } = backend;
  const out = backend.output([...batchShape, m, n]);
  const [left, right, offset] = [backend.floats(a), backend.floats(b), bias ? backend.floats(bias) : null];
  const [lda, ldb] = [transposeA ? m : k, transposeB ? k : n];
  backend.scratch(kernels.matmulScratch(batch, m, n, k, transposeB), (scratch) =>
    kernels.matmul(
      ...([left, right, offset, out.values, scratch, batch, m, n, k] as const),
      ...([lda, ldb, n, strideA, strideB, m * n, transposeA, transposeB, scale, false] as const),
    ),
  );
  return out.info;
}

function areFloats(...tensors: (tf.TensorInfo | undefined)[]): boolean {
  return tensors.every((tensor) => tensor === undefined || tensor.dtype === "float32");
}

/** a · b over the last two dimensions */
export const nativeMatmul: NativeKernel = {
  name: "BatchMatMul",
  run(call): tf.TensorInfo | tf.TensorInfo[] {
    const operands = call.inputs as Operands;
    const factors = call.attrs as unknown as Factors;
    const layout = layoutOf(operands, factors);
    if (!layout || !areFloats(operands.a, operands.b)) return stock("BatchMatMul", call);
    return multiply(call, factors, layout, 1);
  },
};

/** a · b + bias */
export const nativeFusedMatmul: NativeKernel = {
  name: "_FusedMatMul",
  run(call): tf.TensorInfo | tf.TensorInfo[] {
    const operands = call.inputs as Operands;
    const factors = call.attrs as unknown as Factors;
    const layout = layoutOf(operands, factors);
    const { a, b, bias } = operands;
    const plain =
      call.attrs.activation === "linear" && (!bias || bias.shape.at(-1) === tf.util.sizeFromShape(bias.shape));
    const fits = layout !== null && (!bias || bias.shape.at(-1) === layout.n);
    if (!plain || !fits || !areFloats(a, b, bias)) return stock("_FusedMatMul", call);
    return multiply(call, factors, layout, 1);
  },
};

/** scale · a · b for operands of equal batches */
export const nativeScaledProduct: NativeKernel = {
  name: "ScaledProduct",
  run(call): tf.TensorInfo {
    const factors = call.attrs as unknown as Factors;
    return multiply(call, factors, layoutOf(call.inputs as Operands, factors)!, call.attrs.scale as number);
  },
};
