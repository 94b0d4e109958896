import * as tf from "@tensorflow/tfjs-core";
import { hasKernel } from "../backend/kernel.js";

/** A frozen matrix W [outputs, inputs] that is held in some form of its own and writes out rows of it in float32. */
export interface RowSource {
  readonly outputs: number;
  readonly inputs: number;
  /** Rows begin to end, one after the other. */
  writeRows(begin: number, end: number, into: Float32Array): void;
}

/** Whether the current backend multiplies panels; others need the matrix whole. */
export function hasPanels(): boolean {
  return hasKernel("PanelForward");
}

/** x · Wᵀ + bias, for x [N, in] and a bias [out]: some rows of W at a time are in memory. */
export function panelForward(x: tf.Tensor2D, source: RowSource, bias?: tf.Tensor): tf.Tensor2D {
  return tf.engine().runKernel("PanelForward", bias ? { x, bias } : { x }, attributes(source));
}

/** dy · W, for dy [N, out]: [N, in] */
export function panelBackward(dy: tf.Tensor2D, source: RowSource): tf.Tensor2D {
  return tf.engine().runKernel("PanelBackward", { dy }, attributes(source));
}

function attributes(source: RowSource): tf.NamedAttrMap {
  return { source } as unknown as tf.NamedAttrMap;
}
