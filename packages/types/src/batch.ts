/** Numbers in row-major order and what they mean as a tensor. */
export interface NdArray<Data extends Float32Array | Int32Array | Uint8Array = Float32Array> {
  readonly data: Data;
  readonly shape: readonly number[];
}

/** Samples of one forward pass, padded to one length. Shape letters: docs/notation.md. */
export interface Batch {
  /** [B] names, for errors. */
  readonly ids: readonly string[];
  /** [B, T] */
  readonly inputIds: NdArray<Int32Array>;
  /** [B, T], 1 for a token and 0 for padding. */
  readonly attentionMask: NdArray<Int32Array>;
  /** [A, B, T]: one axis of positions for text models, three (time, height, width) for MRoPE. */
  readonly positionIds: NdArray<Int32Array>;
  /** [B, T], −100 where no loss is taken. Not shifted: the label of a token is the token itself. */
  readonly labels: NdArray<Int32Array>;
  /** [P, C × temporal × patch × patch], patches of all images in order; absent when no sample has an image. */
  readonly pixelValues?: NdArray<Float32Array>;
  /** [images, 3]: time, height, width in patches. */
  readonly imageGrid?: NdArray<Int32Array>;
}
