/** What goes into the batch of one micro-step. */
export interface PlannedBatch<Row = number> {
  /** Row after row: a sample's index, or the indices of the samples that are packed in it. */
  readonly rows: readonly Row[];
  readonly epoch: number;
}

/** Batches by their position in a run. A pure function of the position: whoever makes them, they are the same. */
export interface Plan<Row = number> {
  /** Micro-steps of one epoch. */
  readonly epochLength: number;
  /** The batch of a micro-step, counted from 0 over all epochs. */
  at(microStep: number): PlannedBatch<Row>;
}

/** A permutation of 0 … length−1 for each epoch, from seed and epoch alone: `epochOrder` of @vlm/trainer is one. */
export type Order = (length: number, options: { readonly seed: number; readonly epoch: number }) => ArrayLike<number>;

/** Every sample once an epoch, in batches of `batchSize`; the last of an epoch may be smaller. */
export function shuffled(
  length: number,
  { batchSize, order, seed = 0 }: { readonly batchSize: number; readonly order: Order; readonly seed?: number },
): Plan {
  requirePositive("shuffled", "length", length);
  requirePositive("shuffled", "batchSize", batchSize);
  return inOrder(length, (index) => index, { batchSize, ordered: ordered("shuffled", length, order, seed) });
}

/** Every packed row once an epoch, in batches of `rowsPerBatch`: what a row holds stays, the order of rows changes. */
export function packed(
  rows: readonly (readonly number[])[],
  { rowsPerBatch, order, seed = 0 }: { readonly rowsPerBatch: number; readonly order: Order; readonly seed?: number },
): Plan<readonly number[]> {
  requirePositive("packed", "rows.length", rows.length);
  requirePositive("packed", "rowsPerBatch", rowsPerBatch);
  const options = { batchSize: rowsPerBatch, ordered: ordered("packed", rows.length, order, seed) };
  return inOrder(rows.length, (index) => rows[index]!, options);
}

function inOrder<Row>(
  length: number,
  rowOf: (index: number) => Row,
  { batchSize, ordered }: { readonly batchSize: number; readonly ordered: (epoch: number) => ArrayLike<number> },
): Plan<Row> {
  const epochLength = Math.ceil(length / batchSize);
  let kept: { epoch: number; order: ArrayLike<number> } | undefined;
  return {
    epochLength,
    at(microStep) {
      const epoch = Math.floor(microStep / epochLength);
      if (kept?.epoch !== epoch) kept = { epoch, order: ordered(epoch) };
      const { order } = kept;
      const first = (microStep % epochLength) * batchSize;
      const count = Math.min(batchSize, length - first);
      return { rows: Array.from({ length: count }, (_, i) => rowOf(order[first + i]!)), epoch };
    },
  };
}

/** The order of an epoch, once it is known to be one. */
function ordered(name: string, length: number, order: Order, seed: number): (epoch: number) => ArrayLike<number> {
  return (epoch) => {
    const indices = order(length, { seed, epoch });
    const seen = new Uint8Array(length);
    for (let i = 0; i < indices.length; i++) seen[indices[i]!] = 1;
    if (indices.length === length && !seen.includes(0)) return indices;
    throw new RangeError(
      `collator.${name}: order gave ${indices.length} indices for epoch ${epoch}, ${seen.filter(Boolean).length} of them different and below ${length}; expected a permutation of 0 … ${length - 1}. Pass epochOrder of @vlm/trainer.`,
    );
  };
}

function requirePositive(name: string, option: string, value: number): void {
  if (Number.isSafeInteger(value) && value > 0) return;
  throw new RangeError(
    `collator.${name}: ${option} is ${value}; expected a positive integer. Set it to 1 or more, and add samples if there are none.`,
  );
}
