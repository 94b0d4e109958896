// Written from ops.def by native/generate.mjs; the contract of each kernel stands at its definition in src/<folder>.
// biome-ignore-all format: as generated

/** The native kernels. They check nothing: array sizes are the caller's business. */
export interface Kernels {
  rmsNorm(
    x: Float32Array | null,
    weight: Float32Array | null,
    y: Float32Array | null,
    inverse: Float32Array | null,
    rows: number,
    size: number,
    epsilon: number,
    offset: number,
  ): void;
  rmsNormBackward(
    dy: Float32Array | null,
    x: Float32Array | null,
    weight: Float32Array | null,
    inverse: Float32Array | null,
    dx: Float32Array | null,
    dWeight: Float32Array | null,
    rows: number,
    size: number,
    offset: number,
  ): void;
  quantizeFourBit(
    x: Float32Array | null,
    words: Uint16Array | null,
    isFloat16: boolean,
    packed: Uint8Array | null,
    absmax: Float32Array | null,
    limits: Float32Array | null,
    order: Int32Array | null,
    size: number,
    blockSize: number,
  ): number;
  dequantizeFourBit(
    packed: Uint8Array | null,
    map: Float32Array | null,
    absmax: Float32Array | null,
    scaleCodes: Uint8Array | null,
    scaleMap: Float32Array | null,
    offset: number,
    scaleBlock: number,
    y: Float32Array | null,
    begin: number,
    end: number,
    blockSize: number,
    rounding: number,
  ): void;
  quantizeEightBit(
    x: Float32Array | null,
    offset: number,
    codes: Uint8Array | null,
    absmax: Float32Array | null,
    middles: Float32Array | null,
    starts: Uint8Array | null,
    steps: number,
    size: number,
    blockSize: number,
  ): number;
  dequantizeEightBit(
    codes: Uint8Array | null,
    map: Float32Array | null,
    absmax: Float32Array | null,
    y: Float32Array | null,
    size: number,
    blockSize: number,
  ): void;
  meanInOrder(
    x: Float32Array | null,
    size: number,
  ): number;
  attention(
    q: Float32Array | null,
    k: Float32Array | null,
    v: Float32Array | null,
    first: Int32Array | null,
    end: Int32Array | null,
    segments: Int32Array | null,
    out: Float32Array | null,
    logSum: Float32Array | null,
    segmentCount: number,
    heads: number,
    keyHeads: number,
    size: number,
    scale: number,
  ): void;
  attentionBackward(
    dy: Float32Array | null,
    q: Float32Array | null,
    k: Float32Array | null,
    v: Float32Array | null,
    out: Float32Array | null,
    logSum: Float32Array | null,
    first: Int32Array | null,
    end: Int32Array | null,
    segments: Int32Array | null,
    dq: Float32Array | null,
    dk: Float32Array | null,
    dv: Float32Array | null,
    scratch: Float32Array | null,
    segmentCount: number,
    queries: number,
    heads: number,
    keyHeads: number,
    size: number,
    stretch: number,
    parts: number,
    scale: number,
  ): void;
}
