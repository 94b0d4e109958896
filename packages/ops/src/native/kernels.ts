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
  matmulScratch(
    batch: number,
    m: number,
    n: number,
    k: number,
    transposeB: boolean,
  ): number;
  matmul(
    a: Float32Array | null,
    b: Float32Array | null,
    bias: Float32Array | null,
    c: Float32Array | null,
    scratch: Float32Array | null,
    batch: number,
    m: number,
    n: number,
    k: number,
    lda: number,
    ldb: number,
    ldc: number,
    strideA: number,
    strideB: number,
    strideC: number,
    transposeA: boolean,
    transposeB: boolean,
    alpha: number,
    add: boolean,
  ): void;
  peakFlops(
    seconds: number,
    count: number,
    pairs: boolean,
  ): number;
  readBandwidth(
    data: Uint8Array | null,
    bytes: number,
    seconds: number,
    count: number,
  ): number;
  packedBytes(
    outputs: number,
    inputs: number,
    form: number,
    group: number,
  ): number;
  packWeight(
    w: Float32Array | null,
    words: Uint16Array | null,
    packed: Uint8Array | null,
    outputs: number,
    inputs: number,
    form: number,
  ): void;
  packFourBit(
    codes: Uint8Array | null,
    absmax: Float32Array | null,
    packed: Uint8Array | null,
    outputs: number,
    inputs: number,
    group: number,
    repeat: number,
  ): void;
  unpackWeight(
    packed: Uint8Array | null,
    map: Float32Array | null,
    w: Float32Array | null,
    outputs: number,
    inputs: number,
    form: number,
    group: number,
    rounding: number,
  ): void;
  linearScratch(
    rows: number,
    depth: number,
    columns: number,
    rank: number,
  ): number;
  linearForward(
    x: Float32Array | null,
    packed: Uint8Array | null,
    map: Float32Array | null,
    bias: Float32Array | null,
    z: Float32Array | null,
    b: Float32Array | null,
    y: Float32Array | null,
    scratch: Float32Array | null,
    rows: number,
    inputs: number,
    outputs: number,
    rank: number,
    form: number,
    group: number,
    rounding: number,
    scale: number,
    pairs: boolean,
  ): void;
  linearBackward(
    dy: Float32Array | null,
    packed: Uint8Array | null,
    map: Float32Array | null,
    dz: Float32Array | null,
    a: Float32Array | null,
    dx: Float32Array | null,
    scratch: Float32Array | null,
    rows: number,
    inputs: number,
    outputs: number,
    rank: number,
    form: number,
    group: number,
    rounding: number,
    scale: number,
    pairs: boolean,
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
  widenWords(
    words: Uint16Array | null,
    y: Float32Array | null,
    size: number,
  ): void;
  takeWordRows(
    words: Uint16Array | null,
    runs: Int32Array | null,
    y: Float32Array | null,
    count: number,
    size: number,
  ): void;
  multiplyWords(
    x: Float32Array | null,
    words: Uint16Array | null,
    bias: Float32Array | null,
    y: Float32Array | null,
    rows: number,
    inputs: number,
    outputs: number,
  ): void;
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
  rotary(
    x: Float32Array | null,
    cos: Float32Array | null,
    sin: Float32Array | null,
    y: Float32Array | null,
    tokens: number,
    heads: number,
    size: number,
    adjoint: boolean,
  ): void;
  normRotary(
    x: Float32Array | null,
    weight: Float32Array | null,
    cos: Float32Array | null,
    sin: Float32Array | null,
    y: Float32Array | null,
    inverse: Float32Array | null,
    tokens: number,
    heads: number,
    size: number,
    epsilon: number,
    offset: number,
  ): void;
  normRotaryBackward(
    dy: Float32Array | null,
    x: Float32Array | null,
    weight: Float32Array | null,
    inverse: Float32Array | null,
    cos: Float32Array | null,
    sin: Float32Array | null,
    dx: Float32Array | null,
    dWeight: Float32Array | null,
    scratch: Float32Array | null,
    tokens: number,
    heads: number,
    size: number,
    block: number,
    offset: number,
  ): void;
  unaryNeg(
    x: Float32Array | null,
    y: Float32Array | null,
    size: number,
  ): void;
  unaryAbs(
    x: Float32Array | null,
    y: Float32Array | null,
    size: number,
  ): void;
  unarySquare(
    x: Float32Array | null,
    y: Float32Array | null,
    size: number,
  ): void;
  unarySqrt(
    x: Float32Array | null,
    y: Float32Array | null,
    size: number,
  ): void;
  unaryRsqrt(
    x: Float32Array | null,
    y: Float32Array | null,
    size: number,
  ): void;
  unaryReciprocal(
    x: Float32Array | null,
    y: Float32Array | null,
    size: number,
  ): void;
  unaryExp(
    x: Float32Array | null,
    y: Float32Array | null,
    size: number,
  ): void;
  unaryLog(
    x: Float32Array | null,
    y: Float32Array | null,
    size: number,
  ): void;
  unarySigmoid(
    x: Float32Array | null,
    y: Float32Array | null,
    size: number,
  ): void;
  unaryTanh(
    x: Float32Array | null,
    y: Float32Array | null,
    size: number,
  ): void;
  unaryErf(
    x: Float32Array | null,
    y: Float32Array | null,
    size: number,
  ): void;
  binaryAdd(
    a: Float32Array | null,
    b: Float32Array | null,
    y: Float32Array | null,
    outer: number,
    rows: number,
    size: number,
    aOuter: number,
    aRow: number,
    aStep: number,
    bOuter: number,
    bRow: number,
    bStep: number,
  ): void;
  binarySub(
    a: Float32Array | null,
    b: Float32Array | null,
    y: Float32Array | null,
    outer: number,
    rows: number,
    size: number,
    aOuter: number,
    aRow: number,
    aStep: number,
    bOuter: number,
    bRow: number,
    bStep: number,
  ): void;
  binaryMultiply(
    a: Float32Array | null,
    b: Float32Array | null,
    y: Float32Array | null,
    outer: number,
    rows: number,
    size: number,
    aOuter: number,
    aRow: number,
    aStep: number,
    bOuter: number,
    bRow: number,
    bStep: number,
  ): void;
  binaryRealDiv(
    a: Float32Array | null,
    b: Float32Array | null,
    y: Float32Array | null,
    outer: number,
    rows: number,
    size: number,
    aOuter: number,
    aRow: number,
    aStep: number,
    bOuter: number,
    bRow: number,
    bStep: number,
  ): void;
  binarySquaredDifference(
    a: Float32Array | null,
    b: Float32Array | null,
    y: Float32Array | null,
    outer: number,
    rows: number,
    size: number,
    aOuter: number,
    aRow: number,
    aStep: number,
    bOuter: number,
    bRow: number,
    bStep: number,
  ): void;
  binaryMaximum(
    a: Float32Array | null,
    b: Float32Array | null,
    y: Float32Array | null,
    outer: number,
    rows: number,
    size: number,
    aOuter: number,
    aRow: number,
    aStep: number,
    bOuter: number,
    bRow: number,
    bStep: number,
  ): void;
  binaryMinimum(
    a: Float32Array | null,
    b: Float32Array | null,
    y: Float32Array | null,
    outer: number,
    rows: number,
    size: number,
    aOuter: number,
    aRow: number,
    aStep: number,
    bOuter: number,
    bRow: number,
    bStep: number,
  ): void;
  select(
    condition: Uint8Array | null,
    yes: Float32Array | null,
    no: Float32Array | null,
    y: Float32Array | null,
    size: number,
  ): void;
  convertIntegers(
    x: Int32Array | null,
    y: Float32Array | null,
    size: number,
  ): void;
  convertBytes(
    x: Uint8Array | null,
    y: Float32Array | null,
    size: number,
  ): void;
  softmax(
    x: Float32Array | null,
    y: Float32Array | null,
    rows: number,
    size: number,
  ): void;
  reductionScratch(
    outer: number,
    count: number,
    inner: number,
  ): number;
  reduceSum(
    x: Float32Array | null,
    y: Float32Array | null,
    partial: Float32Array | null,
    outer: number,
    count: number,
    inner: number,
  ): void;
  reduceMax(
    x: Float32Array | null,
    y: Float32Array | null,
    partial: Float32Array | null,
    outer: number,
    count: number,
    inner: number,
  ): void;
  reduceMin(
    x: Float32Array | null,
    y: Float32Array | null,
    partial: Float32Array | null,
    outer: number,
    count: number,
    inner: number,
  ): void;
  argMax(
    x: Float32Array | null,
    y: Int32Array | null,
    rows: number,
    size: number,
  ): void;
  transpose(
    x: Float32Array | null,
    y: Float32Array | null,
    batch: number,
    rows: number,
    columns: number,
    inner: number,
  ): void;
  copyBlocks(
    x: Float32Array | null,
    y: Float32Array | null,
    count: number,
    size: number,
    xStart: number,
    xStride: number,
    yStart: number,
    yStride: number,
  ): void;
  takeRows(
    x: Float32Array | null,
    runs: Int32Array | null,
    y: Float32Array | null,
    count: number,
    size: number,
  ): void;
  spreadRows(
    x: Float32Array | null,
    runs: Int32Array | null,
    y: Float32Array | null,
    count: number,
    size: number,
  ): void;
  gatherRows(
    x: Float32Array | null,
    ids: Int32Array | null,
    y: Float32Array | null,
    count: number,
    size: number,
    total: number,
  ): void;
  addRows(
    x: Float32Array | null,
    ids: Int32Array | null,
    y: Float32Array | null,
    count: number,
    size: number,
    total: number,
  ): void;
  layerNorm(
    x: Float32Array | null,
    weight: Float32Array | null,
    bias: Float32Array | null,
    y: Float32Array | null,
    mean: Float32Array | null,
    inverse: Float32Array | null,
    rows: number,
    size: number,
    epsilon: number,
  ): void;
  layerNormBackward(
    dy: Float32Array | null,
    x: Float32Array | null,
    weight: Float32Array | null,
    mean: Float32Array | null,
    inverse: Float32Array | null,
    dx: Float32Array | null,
    dWeight: Float32Array | null,
    dBias: Float32Array | null,
    rows: number,
    size: number,
  ): void;
  gelu(
    x: Float32Array | null,
    y: Float32Array | null,
    size: number,
    exact: boolean,
  ): void;
  geluBackward(
    dy: Float32Array | null,
    x: Float32Array | null,
    dx: Float32Array | null,
    size: number,
    exact: boolean,
  ): void;
  geglu(
    gate: Float32Array | null,
    up: Float32Array | null,
    y: Float32Array | null,
    size: number,
    exact: boolean,
  ): void;
  gegluBackward(
    dy: Float32Array | null,
    gate: Float32Array | null,
    up: Float32Array | null,
    dGate: Float32Array | null,
    dUp: Float32Array | null,
    size: number,
    exact: boolean,
  ): void;
  swiglu(
    gate: Float32Array | null,
    up: Float32Array | null,
    y: Float32Array | null,
    size: number,
  ): void;
  swigluBackward(
    dy: Float32Array | null,
    gate: Float32Array | null,
    up: Float32Array | null,
    dGate: Float32Array | null,
    dUp: Float32Array | null,
    size: number,
  ): void;
  crossEntropyParts(
    classes: number,
  ): number;
  crossEntropy(
    logits: Float32Array | null,
    labels: Int32Array | null,
    losses: Float32Array | null,
    logSum: Float32Array | null,
    parts: Float32Array | null,
    rows: number,
    classes: number,
  ): void;
  crossEntropyBackward(
    logits: Float32Array | null,
    labels: Int32Array | null,
    logSum: Float32Array | null,
    dLogits: Float32Array | null,
    rows: number,
    classes: number,
  ): void;
  sumOfSquares(
    x: Float32Array | null,
    size: number,
  ): number;
  addScaled(
    x: Float32Array | null,
    factor: number,
    y: Float32Array | null,
    z: Float32Array | null,
    size: number,
  ): void;
  adam(
    g: Float32Array | null,
    parameter: Float32Array | null,
    oldM: Float32Array | null,
    oldV: Float32Array | null,
    m: Float32Array | null,
    v: Float32Array | null,
    update: Float32Array | null,
    size: number,
    beta1: number,
    beta2: number,
    correction1: number,
    correction2: number,
    epsilon: number,
    rate: number,
    decay: number,
  ): void;
  scaleByRootMeanSquare(
    g: Float32Array | null,
    oldV: Float32Array | null,
    v: Float32Array | null,
    y: Float32Array | null,
    size: number,
    beta: number,
    epsilon: number,
  ): void;
  meanSquaresOfRows(
    x: Float32Array | null,
    means: Float32Array | null,
    rows: number,
    columns: number,
    epsilon: number,
  ): void;
  meanSquaresOfColumns(
    x: Float32Array | null,
    means: Float32Array | null,
    rows: number,
    columns: number,
    epsilon: number,
  ): void;
  scaleRowsAndColumns(
    x: Float32Array | null,
    ofRow: Float32Array | null,
    ofColumn: Float32Array | null,
    y: Float32Array | null,
    rows: number,
    columns: number,
  ): void;
  adamw8bit(
    g: Float32Array | null,
    parameter: Float32Array | null,
    oldM: Uint8Array | null,
    oldMScales: Float32Array | null,
    oldV: Uint8Array | null,
    oldVScales: Float32Array | null,
    m: Uint8Array | null,
    mScales: Float32Array | null,
    v: Uint8Array | null,
    vScales: Float32Array | null,
    mMap: Float32Array | null,
    mMiddles: Float32Array | null,
    vMap: Float32Array | null,
    vMiddles: Float32Array | null,
    update: Float32Array | null,
    size: number,
    blockSize: number,
    beta1: number,
    beta2: number,
    rate: number,
    epsilon: number,
    shrink: number,
  ): void;
}
