import * as tf from "@tensorflow/tfjs-core";
import type { Linear, Model, ModelPart } from "@vlm/types";

/** Which tensors, by part of the model or by name. */
export type Selection = Readonly<Partial<Record<ModelPart, boolean>>> | ((name: string) => boolean);

/** Tensors of a model that are trained in place. */
export interface Trainable {
  /** By the names of the checkpoint: `model.language_model.layers.0.self_attn.q_proj.weight`. */
  readonly parameters: ReadonlyMap<string, tf.Variable>;
  readonly parameterCount: number;
  /** Freezes them again, as they are now. */
  freeze(): void;
}

/**
 * Makes variables of a model's own tensors, weights as well as norms, biases and embeddings, so that they are trained:
 * full fine-tuning of the whole model or of parts. All others stay frozen. The model keeps owning what it is made of.
 *
 * @throws Error when nothing is selected, and for a weight that is held in few bits or that an adapter stands on; then
 *   nothing was changed.
 */
export function trainable(
  model: Pick<Model<tf.Tensor>, "linears" | "tensors" | "partOf">,
  selection: Selection,
): Trainable {
  const selects =
    typeof selection === "function" ? selection : (name: string) => selection[model.partOf(name)] ?? false;
  const linears = model.linears.filter(({ path }) => selects(`${path}.weight`));
  const tensors = model.tensors.filter(({ name }) => selects(name));
  if (linears.length + tensors.length === 0) {
    throw new Error(
      `trainer.trainable: the selection has none of the model's ${model.linears.length + model.tensors.length} tensors; expected some. Set language, vision or merger to true.`,
    );
  }
  for (const { path, packed, adapter, substitute } of linears) {
    if (packed)
      throw refused(path, "is held in few bits", "Train an adapter on it, or load the model without quantization");
    if (adapter ?? substitute) throw refused(path, "has an adapter", "Disable, merge or dispose that one first");
  }
  for (const { name, substitute } of tensors) {
    if (substitute) throw refused(name, "has an adapter's copy", "Disable, merge or dispose that one first");
  }
  const places = new Map<string, Place>([
    ...linears.map((linear) => [`${linear.path}.weight`, { own: () => linear.dense(), place: linear }] as const),
    ...tensors.map((tensor) => [tensor.name, { own: () => tf.clone(tensor.value), place: tensor }] as const),
  ]);
  const parameters = new Map<string, tf.Variable>();
  for (const [name, { own, place }] of places) {
    // The variable shares the tensor's data until the first step writes it.
    const variable = tf.tidy(() => tf.variable(own()));
    parameters.set(name, variable);
    place.replace(variable);
  }
  return {
    parameters,
    parameterCount: [...parameters.values()].reduce((sum, { size }) => sum + size, 0),
    freeze(): void {
      for (const [name, { place }] of places) place.replace(tf.clone(parameters.get(name)!));
    },
  };
}

interface Place {
  readonly place: Pick<Linear<tf.Tensor>, "replace">;
  own(): tf.Tensor;
}

function refused(what: string, why: string, advice: string): Error {
  return new Error(`trainer.trainable: ${what} ${why}; expected a tensor of the model's own. ${advice}.`);
}
