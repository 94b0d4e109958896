import type { NdArray } from "@vlm/types";
import type { Arrays } from "../arrays.js";

/** What an optimizer keeps between steps: named arrays of float32, or of codes. Never written after they are made. */
export type OptimizerState = ReadonlyMap<string, NdArray<Float32Array | Uint8Array>>;

/**
 * A step from gradients to updates, as two pure functions (after optax's GradientTransformation). Whoever wants an
 * optimizer chains such steps; whoever keeps one keeps its state, a flat map of named arrays that a checkpoint can hold.
 *
 * A parameter that no gradient reached is absent from `updates`: it and its state stay as they are, as in PyTorch.
 */
export interface Transformation {
  /** The state before the first step. Names are `<what>.<parameter>`. */
  init(parameters: Arrays): OptimizerState;
  /** `learningRate` is the step's; only the last link of a chain reads it. Parameters get `updates` added. */
  update(updates: Arrays, state: OptimizerState, parameters: Arrays, learningRate: number): Updated;
}

export interface Updated {
  readonly updates: Arrays;
  readonly state: OptimizerState;
}

/** A transformation without state, one parameter at a time. */
export function stateless(
  each: (update: NdArray, parameter: NdArray, learningRate: number, name: string) => NdArray,
): Transformation {
  return {
    init: () => new Map(),
    update: (updates, state, parameters, learningRate) => ({
      updates: new Map([...updates].map(([name, x]) => [name, each(x, parameters.get(name)!, learningRate, name)])),
      state,
    }),
  };
}

/** An array of a state that a transformation made in float32. */
export function floatsOf(state: OptimizerState, name: string): NdArray {
  return state.get(name) as NdArray;
}
