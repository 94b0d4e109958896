/** A set of token ids, one bit each. */
export class TokenSet {
  readonly #words: Uint32Array;

  /** @param capacity one more than the largest id */
  constructor(capacity: number, tokens: Iterable<number> = []) {
    this.#words = new Uint32Array(Math.ceil(capacity / 32));
    for (const token of tokens) this.add(token);
  }

  add(token: number): void {
    this.#words[token >>> 5]! |= 1 << (token & 31);
  }

  has(token: number): boolean {
    return ((this.#words[token >>> 5] ?? 0) & (1 << (token & 31))) !== 0;
  }

  /** This set and a few more. */
  with(tokens: readonly number[]): TokenSet {
    const set = new TokenSet(Math.max(this.#words.length * 32, ...tokens.map((token) => token + 1)), tokens);
    this.#words.forEach((word, index) => {
      set.#words[index]! |= word;
    });
    return set;
  }

  isEmpty(): boolean {
    return this.#words.every((word) => word === 0);
  }

  /** Ascending. */
  toArray(): Int32Array {
    const words = this.#words;
    let count = 0;
    for (let i = 0; i < words.length; i++) for (let bits = words[i]!; bits !== 0; bits &= bits - 1) count++;
    const tokens = new Int32Array(count);
    let at = 0;
    for (let i = 0; i < words.length; i++) {
      for (let bits = words[i]!; bits !== 0; bits &= bits - 1) tokens[at++] = i * 32 + 31 - Math.clz32(bits & -bits);
    }
    return tokens;
  }
}
