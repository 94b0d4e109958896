import type { Parameters } from "./layers/parameters.js";
import type { Network } from "./network.js";
import type { Shape } from "./shapes.js";

/** What a `config.json` describes, before any weight is read. */
export interface Architecture {
  /** Name and shape of every tensor of the checkpoint, in the order of the modules. */
  readonly shapes: ReadonlyMap<string, Shape>;
  /** The name that `shapes` has for a tensor of a file, which may be older; null for one that the model leaves aside. */
  rename(name: string): string | null;
  network(parameters: Parameters): Network;
}

/** The architecture of a family's `config.json`. */
export type Family = (configJson: unknown) => Architecture;
