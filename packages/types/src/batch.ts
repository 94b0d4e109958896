/** Numbers in row-major order and what they mean as a tensor. */
export interface NdArray<Data extends Float32Array | Int32Array | Uint8Array = Float32Array> {
  readonly data: Data;
  readonly shape: readonly number[];
}

/** Samples of one forward pass, padded to one length. Shape letters: docs/notation.md. */
export interface Batch {
  /** Names of the samples, row after row, for errors: [B], more where rows are packed. */
  readonly ids: readonly string[];
  /** [B, T] */
  readonly inputIds: NdArray<Int32Array>;
  /** [B, T], 1 for a token and 0 for padding. */
  readonly attentionMask: NdArray<Int32Array>;
  /**
   * [A, B, T]: one axis of positions for text models; three (time, height, width) for MRoPE; four where rows are packed,
   * the first of them counting a sample's tokens from 0, as transformers has it.
   */
  readonly positionIds: NdArray<Int32Array>;
  /** [B, T], in packed rows: which sample of its row a token belongs to, from 1, and 0 for padding. No token sees another sample. */
  readonly segmentIds?: NdArray<Int32Array>;
  /** [B, T], −100 where no loss is taken. Not shifted: the label of a token is the token itself. */
  readonly labels: NdArray<Int32Array>;
  /**
   * [P, C × temporal × patch × patch], patches of all images in order, or [images, C, side, side] for towers of one size;
   * absent when no sample has an image.
   */
  readonly pixelValues?: NdArray<Float32Array>;
  /** [images, 3]: time, height, width in patches; absent for towers of one size. */
  readonly imageGrid?: NdArray<Int32Array>;
}
