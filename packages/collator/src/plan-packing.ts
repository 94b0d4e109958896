/** Which samples share a row. */
export interface PackingPlan {
  /** Indices of samples, row after row: in a row the longest first, equal ones in their order. */
  readonly rows: readonly (readonly number[])[];
  /** Share of `rows × maxTokens` that holds tokens, 0 to 1; 1 where there is no row. */
  readonly fillRate: number;
}

/**
 * First-fit-decreasing bin packing: each sample, the longest first, goes into the first row that has room. Takes at most
 * 11/9 of the fewest rows possible, and 6/9 of a row (Dósa 2007). The plan depends on nothing but the lengths.
 *
 * @param lengths tokens of each sample, placeholders expanded
 * @throws RangeError when a sample is longer than a row
 */
export function planPacking(
  lengths: readonly number[],
  { maxTokens }: { /** Tokens of a row. */ readonly maxTokens: number },
): PackingPlan {
  if (!Number.isSafeInteger(maxTokens) || maxTokens < 1) {
    throw new RangeError(
      `collator.planPacking: maxTokens is ${maxTokens}; expected a positive integer. Say how many tokens a row may have.`,
    );
  }
  const wrong = lengths.findIndex((length) => !(Number.isSafeInteger(length) && length >= 1 && length <= maxTokens));
  if (wrong >= 0) {
    throw new RangeError(
      `collator.planPacking: lengths[${wrong}] is ${lengths[wrong]}; expected 1 to maxTokens ${maxTokens}. Drop or split the sample with fitSamples.`,
    );
  }
  const longestFirst = Array.from(lengths.keys()).sort((a, b) => lengths[b]! - lengths[a]! || a - b);
  const room = new Room(lengths.length, maxTokens);
  const rows: number[][] = [];
  for (const sample of longestFirst) {
    const row = room.take(lengths[sample]!);
    if (row === rows.length) rows.push([]);
    rows[row]!.push(sample);
  }
  const tokens = lengths.reduce((sum, length) => sum + length, 0);
  return { rows, fillRate: rows.length === 0 ? 1 : tokens / (rows.length * maxTokens) };
}

/** What is free in each row, as a tree of maxima in which the first row with room is found in log n steps. */
class Room {
  readonly #leaves: number;
  /** Node i has the children 2i and 2i + 1; the rows are the leaves. */
  readonly #most: Float64Array;

  constructor(rows: number, size: number) {
    this.#leaves = 2 ** Math.ceil(Math.log2(Math.max(rows, 1)));
    this.#most = new Float64Array(2 * this.#leaves).fill(size);
  }

  /** The first row with so much room, which then has as much less; there must be one. */
  take(amount: number): number {
    const most = this.#most;
    let node = 1;
    while (node < this.#leaves) node = most[2 * node]! >= amount ? 2 * node : 2 * node + 1;
    const row = node - this.#leaves;
    most[node]! -= amount;
    for (node >>= 1; node >= 1; node >>= 1) most[node] = Math.max(most[2 * node]!, most[2 * node + 1]!);
    return row;
  }
}
