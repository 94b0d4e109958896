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
}
