import * as tf from "@tensorflow/tfjs-core";
import { ambience } from "../gradient/ambient.js";
import { isTrainable } from "../gradient/differentiable.js";
import { isRecorded, isRecording, onOwnTape, sourcesOf, type Tape } from "../gradient/tape.js";
import { valueAndGradients } from "../gradient/value-and-gradients.js";
import { replaceTensors, tensorsIn } from "./nest.js";

/**
 * block(inputs), of which a gradient keeps only the inputs: the backward pass computes the block again, under the same
 * ambient values (gradient checkpointing, arXiv 1604.06174). Gradients go to the tensors in `inputs` and to trainable
 * variables that the block reads, equal to the bit to those without checkpointing. A block runs twice before its
 * gradient is known, so it must not depend on anything that changes meanwhile.
 *
 * @param block from tensors of `inputs`, constants and variables alone
 * @param inputs tensors in plain objects and arrays, nested as one likes; variables and other values pass as they are
 * @throws when the block reads a tensor that gradients should reach and that is not among the inputs
 */
export function checkpointed<N>(block: (inputs: N) => tf.Tensor, inputs: N): tf.Tensor {
  if (!isRecording()) return block(inputs);
  const again = ambience();
  const { value, sources } = onOwnTape((tape) => {
    const y = tf.tidy(() => tf.clone(block(inputs)));
    const found = sourcesOf(y, tape);
    forget(tape);
    return { value: y, sources: found };
  });
  const given = new Map(tensorsIn(inputs).map((tensor) => [tensor.id, tensor]));
  const variables = sources.filter(isTrainable);
  const reached = [...given.values()].filter(({ id }) => sources.some((source) => source.id === id));
  const stray = sources.find((source) => !given.has(source.id) && !isTrainable(source) && isRecorded(source));
  if (stray) {
    throw new Error(
      `ops.checkpointed: the block reads a tensor [${stray.shape}] that gradients go through and that is not among its inputs; expected inputs, constants and variables. Pass it in the inputs.`,
    );
  }
  if (reached.length + variables.length === 0) return value;
  const operator = tf.customGrad((...values: (tf.Tensor | tf.GradSaveFunc)[]) => {
    (values.at(-1) as tf.GradSaveFunc)([...given.values()]);
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]): tf.Tensor[] => {
      const kept = new Map([...given.keys()].map((id, i) => [id, saved[i]!]));
      const restored = replaceTensors(inputs, ({ id }) => kept.get(id)!);
      const wanted = [...reached.map(({ id }) => kept.get(id)!), ...variables];
      return again(() => gradients(() => tf.clone(block(restored)), wanted, dy));
    };
    return { value, gradFunc };
  });
  return operator(...reached, ...variables);
}

/** Gives up what operators saved for their gradients. */
function forget(tape: Tape): void {
  for (const { saved } of tape) tf.dispose(saved ?? []);
}

function gradients(f: () => tf.Tensor, wanted: tf.Tensor[], dy: tf.Tensor): tf.Tensor[] {
  const { value, gradients: found } = valueAndGradients(f, wanted, dy);
  value.dispose();
  return found.map((gradient, i) => gradient ?? tf.zerosLike(wanted[i]!));
}
