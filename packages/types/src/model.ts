/** What every TensorFlow.js tensor is, seen from packages that do not depend on TensorFlow.js. */
export interface Tensor {
  readonly shape: number[];
  readonly dtype: string;
  dispose(): void;
}

/** y = gain ∘ (x · Wᵀ + scale · (dropout(x) · aᵀ) · bᵀ) + bias, with a [r, in] and b [out, r] as PEFT stores them. */
export interface Adapter<T extends Tensor = Tensor> {
  readonly a: T;
  readonly b: T;
  readonly scale: number;
  /** Factors of the outputs [out], differentiable (DoRA, arXiv 2402.09353); absent or null: 1. */
  readonly gain?: (() => T) | null;
  /** What the adapter sees of x [..., in], differentiable; x itself where nothing is dropped, as when it is absent. */
  dropout?(x: T): T;
}

/** A linear layer as adapters and quantization see it. */
export interface Linear<T extends Tensor = Tensor> {
  /** Module path in the checkpoint: `"model.language_model.layers.0.self_attn.q_proj"`. */
  readonly path: string;
  readonly inputs: number;
  readonly outputs: number;
  /** Whether the weight is held in fewer bits than those that `dense` gives. */
  readonly packed: boolean;
  /** Dense float32 weight [out, in], made on request; the caller disposes it. */
  dense(): T;
  /** Replaces the weight, [out, in]; the model keeps what it is given. */
  replace(weight: T): void;
  /** Computes in place of the weight, [out, in], which stays as it is; null: none. The model never disposes it. */
  substitute: T | null;
  /** The place for an adapter; null: none. The model reads it at every forward pass and never disposes it. */
  adapter: Adapter<T> | null;
}

/** A tensor of a model that is not a linear layer's weight: a norm's, a bias, an embedding. */
export interface Parameter<T extends Tensor = Tensor> {
  /** Its name in the checkpoint: `"model.language_model.norm.weight"`. */
  readonly name: string;
  /** What the model computes with. */
  readonly value: T;
  /** Replaces the value; the model keeps what it is given. */
  replace(value: T): void;
  /** Computes in place of the value, which stays as it is; null: none. The model never disposes it. */
  substitute: T | null;
}

/** What of a vision-language model is trained or left alone together; the merger leads from pictures to words. */
export type ModelPart = "language" | "vision" | "merger";

/** A model as the rest of the ring sees it. */
export interface Model<T extends Tensor = Tensor> {
  /** `model_type` of the checkpoint's config.json: `"qwen3_vl"`. */
  readonly type: string;
  /** Every linear layer in checkpoint order. The output head is not among them when it is tied to the embedding. */
  readonly linears: readonly Linear<T>[];
  /** All that is not a linear layer's weight: biases, norms, embeddings. */
  readonly tensors: readonly Parameter<T>[];
  /** Path of the module that makes logits, which PEFT's `all-linear` leaves out. */
  readonly outputPath: string;
  /** The part that a module or tensor of this path belongs to. */
  partOf(path: string): ModelPart;
  dispose(): void;
}
