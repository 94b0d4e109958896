import { random } from "@vlm/mcts";

/** A uniform sample of a stream of unknown length, in the stream's order; the same for the same seed. */
export class Reservoir<T> {
  readonly #size: number;
  readonly #chance: () => number;
  readonly #kept: { readonly index: number; readonly item: T }[] = [];
  #seen = 0;

  constructor(size: number, { seed = 0 }: { readonly seed?: number } = {}) {
    this.#size = size;
    this.#chance = random(seed, 0);
  }

  add(item: T): void {
    const index = this.#seen++;
    const place = this.#kept.length < this.#size ? this.#kept.length : Math.floor(this.#chance() * this.#seen);
    if (place < this.#size) this.#kept[place] = { index, item };
  }

  get items(): readonly { readonly index: number; readonly item: T }[] {
    return this.#kept.toSorted((a, b) => a.index - b.index);
  }
}
