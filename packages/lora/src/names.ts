const PREFIX = "base_model.model.";

/** PEFT's names of the two matrices at a module path. */
export function parameterNames(path: string): { readonly a: string; readonly b: string } {
  return { a: `${PREFIX}${path}.lora_A.weight`, b: `${PREFIX}${path}.lora_B.weight` };
}
