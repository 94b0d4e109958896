import type * as tf from "@tensorflow/tfjs-core";
import type { ResolvedLoraConfig } from "./config.js";

/** Low-rank matrices that stand on the linear layers of one model. */
export interface LoraAdapter {
  readonly config: ResolvedLoraConfig;
  /** Paths of the adapted layers, in the model's order. */
  readonly targets: readonly string[];
  /** By PEFT's names: `base_model.model.<path>.lora_A.weight` [r, in] and `.lora_B.weight` [out, r]. */
  readonly parameters: ReadonlyMap<string, tf.Variable>;
  /** Numbers in all matrices. */
  readonly parameterCount: number;
  /** Whether the model's forward pass uses the adapter. */
  readonly enabled: boolean;
  /** Puts the adapter back onto its layers. */
  enable(): void;
  /** Takes the adapter off its layers; its values stay. */
  disable(): void;
  /** Takes the adapter off and frees its values. */
  dispose(): void;
}
