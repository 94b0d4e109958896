import type { Linear, Parameter, Tensor } from "@vlm/types";

/** A tensor of the base model of which an adapter trains a copy. */
export interface Copied<T extends Tensor = Tensor> {
  /** PEFT's name of the copy. */
  readonly name: string;
  /** A second name under which PEFT's file has the same values; null: none. */
  readonly alias: string | null;
  readonly shape: readonly number[];
  /** Where the original stands, and the copy in place of it. */
  readonly place: Linear<T> | Parameter<T>;
}

export function copied<T extends Tensor>(
  name: string,
  place: Linear<T> | Parameter<T>,
  { alias = null }: { alias?: string | null } = {},
): Copied<T> {
  const shape = "path" in place ? [place.outputs, place.inputs] : place.value.shape;
  return { name, alias, shape, place };
}
