/** What every TensorFlow.js tensor is, seen from packages that do not depend on TensorFlow.js. */
export interface Tensor {
  readonly shape: number[];
  readonly dtype: string;
  dispose(): void;
}

/** y += scale · (x · aᵀ) · bᵀ, with a [r, in] and b [out, r] as PEFT stores them. */
export interface Adapter<T extends Tensor = Tensor> {
  readonly a: T;
  readonly b: T;
  readonly scale: number;
}

/** A linear layer as adapters and quantization see it. */
export interface Linear<T extends Tensor = Tensor> {
  /** Module path in the checkpoint: `"model.language_model.layers.0.self_attn.q_proj"`. */
  readonly path: string;
  readonly inputs: number;
  readonly outputs: number;
  /** Dense float32 weight [out, in], made on request; the caller disposes it. */
  dense(): T;
  /** Replaces the weight, [out, in]; the model keeps what it is given. */
  replace(weight: T): void;
  /** The place for an adapter; null: none. The model reads it at every forward pass and never disposes it. */
  adapter: Adapter<T> | null;
}

/** A model as the rest of the ring sees it. */
export interface Model<T extends Tensor = Tensor> {
  /** `model_type` of the checkpoint's config.json: `"qwen3_vl"`. */
  readonly type: string;
  /** Every linear layer in checkpoint order. The output head is not among them when it is tied to the embedding. */
  readonly linears: readonly Linear<T>[];
  /** Path of the module that makes logits, which PEFT's `all-linear` leaves out. */
  readonly outputPath: string;
  dispose(): void;
}
