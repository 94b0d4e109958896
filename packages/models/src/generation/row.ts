import type { Batch, Random } from "@vlm/types";
import { choose } from "./choose.js";
import type { Constraint } from "./constraint.js";
import type { Settings } from "./options.js";
import { rowRandom } from "./random.js";
import { RowText } from "./row-text.js";
import type { TokenSet } from "./token-set.js";

/** One row of a batch as it is being answered. */
export class Row {
  readonly index: number;
  readonly answer: number[] = [];
  /** Nothing more comes. */
  isDone = false;
  readonly #settings: Settings;
  readonly #constraint: Constraint | null;
  readonly #said: Set<number>;
  readonly #random: Random | null;
  readonly #text: RowText | null;
  #state: number;

  constructor(index: number, prompt: Iterable<number>, random: Random | null, settings: Settings) {
    this.index = index;
    this.#settings = settings;
    this.#constraint = settings.constraints[index] ?? null;
    this.#state = this.#constraint?.start ?? 0;
    this.#said = new Set(settings.repetitionPenalty === 1 ? [] : prompt);
    this.#random = random;
    this.#text = settings.vocabulary && new RowText(settings.vocabulary, settings.stopStrings);
    this.isDone = this.#mayOnlyEnd();
  }

  /** Whether the likeliest of all tokens is what comes next. */
  get isPlain(): boolean {
    return !this.#constraint && !this.#random && this.#settings.repetitionPenalty === 1;
  }

  choose(logits: Float32Array): number {
    const { repetitionPenalty, sampling } = this.#settings;
    return choose(logits, {
      said: this.#said,
      repetitionPenalty,
      allowed: this.#allowed(),
      sampling: sampling && { ...sampling, random: this.#random! },
    });
  }

  /** Takes the next token; returns the text that is certain by it, the last of the row if it is done. */
  take(token: number): string {
    const { stopTokens, repetitionPenalty, maxNewTokens, onToken } = this.#settings;
    let text = "";
    if (stopTokens.includes(token)) {
      this.isDone = true;
    } else {
      this.answer.push(token);
      onToken?.(this.index, token);
      if (repetitionPenalty !== 1) this.#said.add(token);
      if (this.#constraint) this.#state = this.#constraint.next(this.#state, token);
      text = this.#text?.push(token) ?? "";
      this.isDone = this.answer.length === maxNewTokens || this.#text?.isStopped === true || this.#mayOnlyEnd();
    }
    return this.isDone ? text + (this.#text?.end() ?? "") : text;
  }

  get #remaining(): number {
    return this.#settings.maxNewTokens - this.answer.length;
  }

  /** Whether the constraint lets nothing follow: the model need not be asked. */
  #mayOnlyEnd(): boolean {
    if (!this.#constraint?.accepts(this.#state)) return false;
    return this.#constraint.allowed(this.#state, this.#remaining).isEmpty();
  }

  #allowed(): TokenSet | null {
    if (!this.#constraint) return null;
    const text = this.#constraint.allowed(this.#state, this.#remaining);
    return this.#constraint.accepts(this.#state) ? text.with(this.#settings.stopTokens) : text;
  }
}

/** The rows of a batch, before their first token. */
export function rowsOf({ inputIds, attentionMask, ids }: Batch, settings: Settings): Row[] {
  const [rows, width] = inputIds.shape as [number, number];
  const seen = new Map<string, number>();
  return Array.from({ length: rows }, (_, index) => {
    const id = ids[index]!;
    const occurrence = seen.get(id) ?? 0;
    seen.set(id, occurrence + 1);
    const places = Array.from({ length: width }, (_, i) => index * width + i);
    const prompt = places.filter((at) => attentionMask.data[at] !== 0).map((at) => inputIds.data[at]!);
    const random = settings.sampling && rowRandom(settings.sampling.seed, id, occurrence);
    return new Row(index, prompt, random, settings);
  });
}
