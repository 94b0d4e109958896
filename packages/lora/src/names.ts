const PREFIX = "base_model.model.";

/** PEFT's names of what an adapter has at a module path. */
export function parameterNames(path: string): {
  readonly a: string;
  readonly b: string;
  readonly magnitude: string;
} {
  const module = PREFIX + path;
  return {
    a: `${module}.lora_A.weight`,
    b: `${module}.lora_B.weight`,
    magnitude: `${module}.lora_magnitude_vector`,
  };
}

/** PEFT's name of a tensor of the base that is trained whole. */
export function wholeName(tensor: string): string {
  return PREFIX + tensor;
}

/** PEFT's name of a trained bias; an adapted layer wraps the layer that has it. */
export function biasName(path: string, { adapted }: { readonly adapted: boolean }): string {
  return `${PREFIX}${path}${adapted ? ".base_layer" : ""}.bias`;
}

/** PEFT's name of an adapted layer's own weight, which it saves beside the matrices when that layer is the head. */
export function ownWeightName(path: string): string {
  return `${PREFIX}${path}.base_layer.weight`;
}

/** The checkpoint's name of a tensor that an adapter file holds under one of the two names above. */
export function baseName(name: string): string {
  return name.slice(PREFIX.length).replace(/\.base_layer\.bias$/, ".bias");
}

/**
 * Whether a name is one of PEFT's for a bias that a module trained whole has: with `bias: "all"` it writes those twice
 * more, as of the original and of the copy.
 */
export function isRepeatedBias(name: string): boolean {
  return /\.(original_module|modules_to_save)\.(.*\.)?bias$/.test(name);
}
