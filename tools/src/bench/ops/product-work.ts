import * as tf from "@tensorflow/tfjs-core";
import { type LinearWeight, PackedWeight, Weight } from "@vlm/ops";
import { fourBit } from "@vlm/quant-cuda";
import type { Work } from "../case.js";
import type { Inputs } from "./inputs.js";
import type { OpsWork } from "./work.js";

/** A product with a frozen weight, as the layers of a model make it. */
export function productWork({ x, w }: Inputs, { operation, m, k, n, weight, copies }: OpsWork): Work {
  const weights = Array.from({ length: copies }, (): LinearWeight => frozen(w, [n, k], weight));
  const inner = operation === "backward" ? n : k;
  // A yardstick may go the other way than the case: it takes numbers of the right count.
  const values = x.length === m * inner ? x : new Float32Array(m * inner).fill(0.5);
  const left = tf.tensor2d(values, [m, inner]);
  const multiply = (call: number): tf.Tensor2D => {
    const right = weights[call % copies]!;
    return operation === "backward" ? right.backward(left) : right.forward(left);
  };
  return {
    run(call) {
      multiply(call).dispose();
    },
    output(call) {
      const y = multiply(call);
      const made = { y: y.dataSync<"float32">() };
      y.dispose();
      return made;
    },
  };
}

function frozen(values: Float32Array, shape: readonly [number, number], weight: OpsWork["weight"]): LinearWeight {
  if (weight === "nf4") return fourBit({ skip: [], nested: false }).pack({ values, shape, dtype: "F32" });
  if (weight === "bfloat16") return PackedWeight.pack(values, shape, { storage: weight });
  return new Weight(tf.tensor2d(values, [...shape]));
}
