import { decodeImage } from "@vlm/collator/node";
import { type Cell, type Feature, type ImageCell, kindOf } from "@vlm/dataset";
import { Spread } from "./spread.js";

/** What is said of a column: `{ label: "characters", value: "12 – 340, median 88" }`. */
export interface Figure {
  readonly label: string;
  readonly value: string;
}

/** What the cells of a column have in common. */
export interface Tally {
  add(cell: Cell): Promise<void> | void;
  readonly figures: readonly Figure[];
  /** The numbers worth drawing, where there are any. */
  readonly spread?: Spread;
}

export function tallyOf(feature: Feature): Tally {
  const kind = kindOf(feature);
  switch (kind.kind) {
    case "image":
      return new ImageTally();
    case "list":
      return new ListTally(tallyOf(kind.item));
    case "struct":
      return { add: () => {}, figures: [] };
    case "value":
      if (kind.dtype === "bool") return new TruthTally();
      return kind.dtype === "string" ? new TextTally() : new NumberTally();
    default:
      return kind satisfies never;
  }
}

/** Lengths of texts, and the texts themselves where only few of them differ. */
class TextTally implements Tally {
  readonly spread: Spread = new Spread();
  readonly #counts = new Map<string, number>();

  add(cell: Cell): void {
    const text = cell as string;
    this.spread.add(text.length);
    if (this.#counts.has(text) || this.#counts.size <= FEW) this.#counts.set(text, (this.#counts.get(text) ?? 0) + 1);
  }

  get figures(): readonly Figure[] {
    const characters = { label: "characters", value: range(this.spread) };
    if (this.#counts.size > FEW) return [characters];
    const common = [...this.#counts].sort((a, b) => b[1] - a[1]);
    return [
      characters,
      { label: "values", value: common.map(([text, count]) => `${abridged(text)} × ${count}`).join(", ") },
    ];
  }
}

const FEW = 12;

class NumberTally implements Tally {
  readonly spread: Spread = new Spread();

  add(cell: Cell): void {
    this.spread.add(Number(cell));
  }

  get figures(): readonly Figure[] {
    return [
      { label: "range", value: range(this.spread) },
      { label: "mean", value: short(this.spread.mean) },
    ];
  }
}

class TruthTally implements Tally {
  #count = 0;
  #truths = 0;

  add(cell: Cell): void {
    this.#count++;
    if (cell === true) this.#truths++;
  }

  get figures(): readonly Figure[] {
    return [{ label: "true", value: `${((100 * this.#truths) / this.#count).toFixed(1)} %` }];
  }
}

/** Number of items, and what the items have in common. */
class ListTally implements Tally {
  readonly spread: Spread = new Spread();
  readonly #items: Tally;

  constructor(items: Tally) {
    this.#items = items;
  }

  async add(cell: Cell): Promise<void> {
    const items = cell as readonly Cell[];
    this.spread.add(items.length);
    for (const item of items) if (item !== null) await this.#items.add(item);
  }

  get figures(): readonly Figure[] {
    return [
      { label: "items", value: range(this.spread) },
      ...(this.#items.figures.some(({ value }) => value !== "none") ? this.#items.figures : []),
    ];
  }
}

/** Sizes of pictures, and how many do not decode: every one is decoded. */
class ImageTally implements Tally {
  readonly spread: Spread = new Spread();
  readonly #sizes = new Map<string, number>();
  readonly #damage: string[] = [];

  async add(cell: Cell): Promise<void> {
    const { bytes } = cell as ImageCell;
    try {
      const { width, height } = await decodeImage(bytes);
      const size = `${width} × ${height}`;
      this.#sizes.set(size, (this.#sizes.get(size) ?? 0) + 1);
      this.spread.add(bytes.length);
    } catch (error) {
      this.#damage.push(error instanceof Error ? error.message : String(error));
    }
  }

  get figures(): readonly Figure[] {
    const sizes = [...this.#sizes].sort((a, b) => b[1] - a[1]);
    const shown = sizes.slice(0, FEW).map(([size, count]) => `${size} (${count})`);
    const more = sizes.length > FEW ? ` and ${sizes.length - FEW} more sizes` : "";
    const [first] = this.#damage;
    return [
      { label: "pixels", value: shown.length > 0 ? shown.join(", ") + more : "none" },
      { label: "bytes", value: range(this.spread) },
      ...(first === undefined ? [] : [{ label: "damaged", value: `${this.#damage.length}, first: ${first}` }]),
    ];
  }
}

/** Of the tokens of all rows. */
export function tokenFigures(spread: Spread): readonly Figure[] {
  return [
    { label: "a row", value: `${range(spread)}, 95 % below ${short(spread.quantile(0.95))}` },
    { label: "all", value: short(spread.sum) },
  ];
}

/** `"12 – 340, median 88"` */
export function range(spread: Spread): string {
  if (spread.count === 0) return "none";
  if (spread.least === spread.greatest) return short(spread.least);
  return `${short(spread.least)} – ${short(spread.greatest)}, median ${short(spread.quantile(0.5))}`;
}

/** Three significant digits, or the whole integer. */
export function short(value: number): string {
  return (Number.isInteger(value) ? value : Number(value.toPrecision(3))).toLocaleString("en");
}

function abridged(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 39)}…` : text);
}
