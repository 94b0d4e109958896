import type * as tf from "@tensorflow/tfjs-core";
import type { ResolvedLoraConfig } from "./config.js";

/** What is trained beside the weights of one model, and stands on it. */
export interface LoraAdapter {
  readonly config: ResolvedLoraConfig;
  /** Paths of the layers with low-rank matrices, in the model's order. */
  readonly targets: readonly string[];
  /**
   * By PEFT's names: `base_model.model.<path>.lora_A.weight` [r, in] and `.lora_B.weight` [out, r] of every target, with
   * DoRA `.lora_magnitude_vector` [out], then the copies of tensors that are trained whole.
   */
  readonly parameters: ReadonlyMap<string, tf.Variable>;
  /** Further names that PEFT's file has for some of the parameters: name → the parameter's. */
  readonly aliases: ReadonlyMap<string, string>;
  /** Numbers in all parameters. */
  readonly parameterCount: number;
  /** Whether the model's forward pass uses the adapter. */
  readonly enabled: boolean;
  /** Puts the adapter back onto its model. No value is copied. */
  enable(): void;
  /** Takes the adapter off; the model is the base again, and the adapter's values stay. */
  disable(): void;
  /**
   * Runs a forward pass with dropout. The masks follow from the seed, the layer and the micro-step alone: a run that is
   * continued drops what an uninterrupted one does.
   */
  training<R>(microStep: number, forward: () => R): R;
  /** Takes the adapter off and frees its values. */
  dispose(): void;
}
