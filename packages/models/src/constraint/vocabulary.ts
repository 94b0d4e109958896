/** Bytes of each token by its id; null for tokens that are no text, such as the end of a turn. */
export type TokenBytes = readonly (Uint8Array | null)[];

/**
 * The texts of all tokens as one tree of bytes, laid out in the order in which a walk meets its nodes: a node's first
 * child stands right behind it. One vocabulary serves every constraint on its model; building one of 150,000 tokens
 * takes about half a second.
 */
export class Vocabulary {
  readonly tokens: TokenBytes;
  /** [nodes], the byte that leads to each node. */
  readonly bytes: Uint8Array;
  /** [nodes], how many bytes lead to it. */
  readonly depths: Uint16Array;
  /** [nodes], the node behind all that are below it. */
  readonly behind: Int32Array;
  /** [nodes], the token that ends there; −1: none. */
  readonly ends: Int32Array;
  /** [tokens], the next token of the same bytes; −1: none. */
  readonly twins: Int32Array;
  readonly #roots: Int32Array;

  /** @throws when no token has any bytes, or one has more than 65,535 */
  constructor(tokens: TokenBytes) {
    const sorted = inOrder(tokens);
    if (sorted.length === 0) {
      throw new Error(
        `models.Vocabulary: none of ${tokens.length} tokens has bytes; expected those of every token that is text. Take them from the tokenizer.`,
      );
    }
    let size = 0;
    for (const token of sorted) size += tokens[token]!.length;
    const nodes = {
      bytes: new Uint8Array(size),
      depths: new Uint16Array(size),
      behind: new Int32Array(size),
      ends: new Int32Array(size).fill(-1),
    };
    this.tokens = tokens;
    this.twins = new Int32Array(tokens.length).fill(-1);
    /** The nodes on the way to the last token. */
    const path: number[] = [];
    let count = 0;
    const leave = (depth: number): void => {
      while (path.length > depth) nodes.behind[path.pop()!] = count;
    };
    for (const token of sorted) {
      const bytes = tokens[token]!;
      let shared = 0;
      while (shared < path.length && shared < bytes.length && nodes.bytes[path[shared]!] === bytes[shared]) shared++;
      leave(shared);
      for (let depth = shared; depth < bytes.length; depth++) {
        nodes.bytes[count] = bytes[depth]!;
        nodes.depths[count] = depth + 1;
        path.push(count++);
      }
      const end = path.at(-1)!;
      this.twins[token] = nodes.ends[end]!;
      nodes.ends[end] = token;
    }
    leave(0);
    this.bytes = nodes.bytes.slice(0, count);
    this.depths = nodes.depths.slice(0, count);
    this.behind = nodes.behind.slice(0, count);
    this.ends = nodes.ends.slice(0, count);
    this.#roots = new Int32Array(256).fill(-1);
    for (let node = 0; node < count; node = this.behind[node]!) this.#roots[this.bytes[node]!] = node;
  }

  /** The node that a byte leads to; −1: none. Null stands for the root. */
  child(node: number | null, byte: number): number {
    if (node === null) return this.#roots[byte]!;
    const end = this.behind[node]!;
    for (let child = node + 1; child < end; child = this.behind[child]!) if (this.bytes[child] === byte) return child;
    return -1;
  }
}

/** Tokens that have bytes, by these. */
function inOrder(tokens: TokenBytes): number[] {
  const texts: string[] = [];
  const ids: number[] = [];
  tokens.forEach((bytes, token) => {
    if (!bytes || bytes.length === 0) return;
    if (bytes.length > 0xffff) {
      throw new Error(
        `models.Vocabulary: token ${token} has ${bytes.length} bytes; expected 65535 at most. Check the tokenizer.`,
      );
    }
    // Strings of one unit a byte compare far faster than arrays.
    texts[token] = String.fromCharCode(...bytes);
    ids.push(token);
  });
  return ids.sort((a, b) => (texts[a]! < texts[b]! ? -1 : texts[a]! > texts[b]! ? 1 : b - a));
}
