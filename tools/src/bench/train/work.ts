import type { Compute } from "../case.js";

/** What one case of group "train" does; both sides read it from `cases.json`. */
export interface TrainWork {
  readonly compute: Compute;
  readonly task: "lora" | "qlora" | "generate";
  /** Folders beside `cases.json`: the checkpoint and the adapter that training starts from. */
  readonly checkpoint: string;
  readonly adapter: string;
  /** File of the batch, beside them. */
  readonly batch: string;
  readonly rows: number;
  readonly newTokens: number;
}
