/** Byte arrays of a page, within its bytes: pictures and texts are not touched before they are asked for. */
export class ByteArrays {
  readonly length: number;
  readonly #bytes: Uint8Array;
  readonly #starts: Uint32Array;
  readonly #ends: Uint32Array;

  constructor(bytes: Uint8Array, starts: Uint32Array, ends: Uint32Array) {
    this.length = starts.length;
    this.#bytes = bytes;
    this.#starts = starts;
    this.#ends = ends;
  }

  /** The bytes where they lie. */
  view(index: number): Uint8Array {
    return this.#bytes.subarray(this.#starts[index]!, this.#ends[index]!);
  }

  /** The bytes in memory of their own, which keeps nothing else alive. */
  copy(index: number): Uint8Array {
    return this.#bytes.slice(this.#starts[index]!, this.#ends[index]!);
  }
}

/** Byte arrays end to end. */
export function joinedByteArrays(bytes: Uint8Array, lengths: ArrayLike<number>): ByteArrays {
  const ends = Uint32Array.from(lengths);
  for (let index = 1; index < ends.length; index++) ends[index]! += ends[index - 1]!;
  const starts = new Uint32Array(ends.length);
  starts.set(ends.subarray(0, -1), 1);
  return new ByteArrays(bytes, starts, ends);
}
