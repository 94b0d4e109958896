import * as tf from "@tensorflow/tfjs-core";
import { adaptedLinear, isTrainable, type LinearWeight } from "@vlm/ops";
import type { Linear, Model, Parameter } from "@vlm/types";

export type Shape = readonly [path: string, inputs: number, outputs: number];

export interface StackOptions {
  readonly outputPath?: string;
  /** Weights by path; with them the model computes, without it only has shapes. */
  readonly weights?: Map<string, tf.Tensor>;
  /** Other tensors by name, among them biases. */
  readonly tensors?: ReadonlyMap<string, tf.Tensor>;
  /** Paths of layers that say that they hold their weight in few bits. */
  readonly packed?: readonly string[];
}

/** A model of nothing but linear layers and loose tensors, for tests. */
export function stack(
  shapes: readonly Shape[],
  { outputPath = "head", weights = new Map(), tensors = new Map(), packed = [] }: StackOptions = {},
): Model<tf.Tensor> {
  const linears = shapes.map(([path, inputs, outputs]): Linear<tf.Tensor> => {
    return {
      path,
      inputs,
      outputs,
      packed: packed.includes(path),
      dense: () => tf.clone(weights.get(path)!),
      replace(weight) {
        weights.get(path)?.dispose();
        weights.set(path, weight);
      },
      substitute: null,
      adapter: null,
    };
  });
  const parameters = [...tensors].map(([name, tensor]) => loose(name, tensor));
  return {
    type: "stack",
    linears,
    tensors: parameters,
    outputPath,
    partOf: (path) => (path.includes("visual") ? (path.includes("merger") ? "merger" : "vision") : "language"),
    dispose() {
      tf.dispose([...weights.values()]);
      for (const { value } of parameters) value.dispose();
    },
  };
}

function loose(name: string, tensor: tf.Tensor): Parameter<tf.Tensor> {
  let own = tensor;
  return {
    name,
    substitute: null,
    get value(): tf.Tensor {
      return this.substitute ?? own;
    },
    replace(value) {
      own.dispose();
      own = value;
    },
  };
}

/** The output of the layer at a path, with its bias and all that an adapter does to it. */
export function apply(model: Model<tf.Tensor>, path: string, x: tf.Tensor): tf.Tensor {
  const { adapter, substitute, dense } = model.linears.find((candidate) => candidate.path === path)!;
  const bias = model.tensors.find(({ name }) => name === `${path}.bias`)?.value;
  return adaptedLinear(x, held((substitute ?? dense()) as tf.Tensor2D), { ...(bias && { bias }), adapter });
}

/** A weight that keeps nothing beside its value. */
function held(value: tf.Tensor2D): LinearWeight {
  const [outputs, inputs] = value.shape;
  return {
    outputs,
    inputs,
    variable: isTrainable(value) ? value : null,
    forward(x, bias) {
      const y = tf.matMul(x, value, false, true);
      return (bias ? tf.add(y, bias) : y) as tf.Tensor2D;
    },
    backward: (dy) => tf.matMul(dy, value),
    dense: () => tf.clone(value),
    dispose: () => {},
  };
}
