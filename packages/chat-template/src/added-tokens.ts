/** Finds added tokens in text: leftmost first, and where several begin the longest, as the tokenizer does. */
export class AddedTokens {
  private readonly ids: ReadonlyMap<string, number>;
  /** Lengths of the tokens that begin with a UTF-16 unit, the longest first. */
  private readonly lengths = new Map<number, number[]>();
  private readonly beginning: RegExp;

  constructor(tokens: readonly { readonly content: string; readonly id: number }[]) {
    this.ids = new Map(tokens.filter(({ content }) => content !== "").map(({ content, id }) => [content, id]));
    for (const content of this.ids.keys()) {
      const lengths = this.lengths.get(content.charCodeAt(0)) ?? [];
      if (!lengths.includes(content.length)) lengths.push(content.length);
      this.lengths.set(content.charCodeAt(0), lengths);
    }
    for (const lengths of this.lengths.values()) lengths.sort((a, b) => b - a);
    const units = [...this.lengths.keys()].map((unit) => `\\u${unit.toString(16).padStart(4, "0")}`);
    this.beginning = new RegExp(units.length > 0 ? `[${units.join("")}]` : "(?!)", "g");
  }

  /** Undefined when the whole text is not one added token. */
  id(text: string): number | undefined {
    return this.ids.get(text);
  }

  /** The ids of added tokens and the text between them, in order. */
  cut(text: string): readonly (number | string)[] {
    const pieces: (number | string)[] = [];
    let done = 0;
    this.beginning.lastIndex = 0;
    for (let found = this.beginning.exec(text); found; found = this.beginning.exec(text)) {
      const token = this.tokenAt(text, found.index);
      if (token === null) continue;
      if (found.index > done) pieces.push(text.slice(done, found.index));
      pieces.push(this.ids.get(token)!);
      done = found.index + token.length;
      this.beginning.lastIndex = done;
    }
    if (done < text.length) pieces.push(text.slice(done));
    return pieces;
  }

  private tokenAt(text: string, begin: number): string | null {
    for (const length of this.lengths.get(text.charCodeAt(begin))!) {
      const candidate = text.slice(begin, begin + length);
      if (this.ids.has(candidate)) return candidate;
    }
    return null;
  }
}
