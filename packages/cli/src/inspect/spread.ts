import { Reservoir } from "./reservoir.js";

/** How numbers are spread: least, greatest and mean are exact; quantiles come from a uniform sample of 4,096 of them. */
export class Spread {
  count = 0;
  sum = 0;
  least: number = Number.POSITIVE_INFINITY;
  greatest: number = Number.NEGATIVE_INFINITY;
  readonly #sample = new Reservoir<number>(4096);

  add(value: number): void {
    this.count++;
    this.sum += value;
    this.least = Math.min(this.least, value);
    this.greatest = Math.max(this.greatest, value);
    this.#sample.add(value);
  }

  get mean(): number {
    return this.sum / this.count;
  }

  /** The value below which this share of the numbers lies; NaN when there are none. */
  quantile(share: number): number {
    const sorted = this.#values().sort((a, b) => a - b);
    return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
  }

  /** Numbers of the sample in `bins` ranges of equal width from the least to the greatest. */
  histogram(bins: number): readonly number[] {
    const counts = Array<number>(bins).fill(0);
    const width = (this.greatest - this.least) / bins;
    for (const value of this.#values()) {
      const bin = width > 0 ? Math.floor((value - this.least) / width) : 0;
      counts[Math.min(bins - 1, bin)]! += 1;
    }
    return counts;
  }

  #values(): number[] {
    return this.#sample.items.map(({ item }) => item);
  }
}
