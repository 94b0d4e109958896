/** A row of the input as its file holds it. */
export interface SourceRow {
  /** `line 3`, `row 17`. */
  readonly place: string;
  readonly value: unknown;
  /** The row could not be read at all. */
  readonly error?: Error;
  /** How much of the input lies before the row's end, in the source's unit. */
  readonly done: number;
}

/** What `vlm convert` reads, as often as it is asked to. */
export interface Source {
  /** What it was taken for. */
  readonly kind: string;
  /** Infinity when unknown. */
  readonly total: number;
  readonly unit: "row" | "KiB";
  /** Where the pictures lie that rows name by path. */
  readonly imageRoot: string;
  rows(): AsyncGenerator<SourceRow, void, undefined>;
}
