import * as tf from "@tensorflow/tfjs-core";
import { onOwnTape, type Tape } from "./tape.js";

export interface ValueAndGradients {
  /** f() */
  readonly value: tf.Tensor;
  /** For each x, the gradient of Σ f() · dy; null where f() does not depend on it. */
  readonly gradients: readonly (tf.Tensor | null)[];
}

/**
 * f() and its gradients, as `tf.grads` has them, in less memory: the backward pass gives up what an operator saved, and the
 * gradient of its output, as soon as it has gone through that operator. TensorFlow.js keeps all of both to the end.
 *
 * @param f is not called again
 * @param xs variables, or tensors that exist before f is called
 * @param dy of the shape of f(); ones unless told
 */
export function valueAndGradients(f: () => tf.Tensor, xs: readonly tf.Tensor[], dy?: tf.Tensor): ValueAndGradients {
  const { state } = tf.engine();
  return onOwnTape((tape) => {
    try {
      state.gradientDepth++;
      let value: tf.Tensor;
      try {
        value = tf.tidy(f);
      } finally {
        state.gradientDepth--;
      }
      let gradients: (tf.Tensor | null)[] = [];
      tf.tidy(() => {
        gradients = backward(tape, xs, value, dy ? tf.clone(dy) : tf.ones(value.shape));
        return gradients.filter((gradient) => gradient !== null);
      });
      return { value, gradients };
    } finally {
      for (const node of tape) forget(node);
    }
  });
}

type Node = Tape[number];

function forget({ saved }: Node): void {
  for (const tensor of saved ?? []) tensor.dispose();
}

function backward(tape: Tape, xs: readonly tf.Tensor[], y: tf.Tensor, dy: tf.Tensor): (tf.Tensor | null)[] {
  const fromXs = reachedFrom(tape, xs);
  const wanted = new Set(xs.map(({ id }) => id));
  const gradients = new Map<number, tf.Tensor>([[y.id, dy]]);
  for (const node of [...tape].reverse()) {
    const slopes = node.outputs.map(({ id }) => gradients.get(id));
    const inputs = Object.entries(node.inputs).filter(([, { id }]) => fromXs.has(id));
    if (inputs.length > 0 && slopes.some((slope) => slope !== undefined)) {
      const found = tf.tidy(() => through(node, slopes, inputs));
      inputs.forEach(([, { id }], i) => {
        const before = gradients.get(id);
        gradients.set(id, before ? tf.add(before, found[i]!) : found[i]!);
        if (before) tf.dispose([before, found[i]!]);
      });
    }
    forget(node);
    for (const { id } of node.outputs) {
      if (wanted.has(id)) continue;
      gradients.get(id)?.dispose();
      gradients.delete(id);
    }
  }
  return xs.map(({ id }) => gradients.get(id) ?? null);
}

/** The ids of xs and of all that operators made of them. */
function reachedFrom(tape: Tape, xs: readonly tf.Tensor[]): ReadonlySet<number> {
  const reached = new Set(xs.map(({ id }) => id));
  for (const { inputs, outputs } of tape) {
    if (!Object.values(inputs).some(({ id }) => reached.has(id))) continue;
    for (const { id } of outputs) reached.add(id);
  }
  return reached;
}

/** The gradients of a node's inputs, each a tensor of its own: operators may hand on their slope, or one tensor twice. */
function through(
  { kernelName, gradient, outputs }: Node,
  slopes: readonly (tf.Tensor | undefined)[],
  inputs: readonly (readonly [string, tf.Tensor])[],
): tf.Tensor[] {
  if (!gradient) {
    throw new Error(
      `ops.valueAndGradients: ${kernelName} has no gradient; expected operators that have one. Use another operator.`,
    );
  }
  const complete = slopes.map((slope, i) => slope ?? tf.zeros(outputs[i]!.shape));
  const found = gradient(complete) as unknown as Readonly<Record<string, () => tf.Tensor>>;
  const given = new Set<tf.Tensor>(complete);
  return inputs.map(([name]) => {
    const slope = found[name]!();
    const isOwn = tf.engine().state.activeScope.track.includes(slope) && !given.has(slope);
    given.add(slope);
    return isOwn ? slope : tf.clone(slope);
  });
}
