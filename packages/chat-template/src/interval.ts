/** Characters from `begin` up to `end`. */
export interface Interval {
  readonly begin: number;
  readonly end: number;
}
