/** A number with its 95 % interval. */
export interface Estimate {
  readonly value: number;
  readonly lower: number;
  readonly upper: number;
  /** Cases that the value is made from. */
  readonly count: number;
}
