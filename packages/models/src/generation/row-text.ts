import type { TokenBytes } from "../constraint/vocabulary.js";

/** The text of an answer as its tokens come: whole characters alone, and nothing of a stop string. */
export class RowText {
  /** Whether a stop string has come; there is no text behind it. */
  isStopped = false;
  readonly #tokens: TokenBytes;
  readonly #stopStrings: readonly string[];
  readonly #decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  /** Text that may be the beginning of a stop string. */
  #held = "";

  /** @param tokens bytes of each token; those that are no text leave none */
  constructor(tokens: TokenBytes, stopStrings: readonly string[] = []) {
    this.#tokens = tokens;
    this.#stopStrings = stopStrings;
  }

  /** The text that is certain with one more token. */
  push(token: number): string {
    const bytes = this.#tokens[token];
    return bytes ? this.#certain(this.#decoder.decode(bytes, { stream: true })) : "";
  }

  /** The rest, when no more tokens come; half a character is U+FFFD. */
  end(): string {
    const text = this.#certain(this.#decoder.decode()) + this.#held;
    this.#held = "";
    return text;
  }

  #certain(added: string): string {
    if (this.isStopped) return "";
    const text = this.#held + added;
    const ends = this.#stopStrings.map((stop) => text.indexOf(stop)).filter((at) => at >= 0);
    this.isStopped = ends.length > 0;
    const certain = this.isStopped ? Math.min(...ends) : text.length - this.#mayGoOn(text);
    this.#held = this.isStopped ? "" : text.slice(certain);
    return text.slice(0, certain);
  }

  /** Length of the longest end of the text with which a stop string begins. */
  #mayGoOn(text: string): number {
    const longest = Math.max(0, ...this.#stopStrings.map((stop) => stop.length - 1));
    for (let length = Math.min(longest, text.length); length > 0; length--) {
      const end = text.slice(text.length - length);
      if (this.#stopStrings.some((stop) => stop.startsWith(end))) return length;
    }
    return 0;
  }
}
