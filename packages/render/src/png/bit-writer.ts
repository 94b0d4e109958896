/** Bits into bytes, the first at the bottom of the first byte, as deflate has them. */
export class BitWriter {
  readonly #bytes: Uint8Array;
  #at: number;
  #held = 0;
  #count = 0;

  /** @param bytes written from `at` on; long enough for all that comes */
  constructor(bytes: Uint8Array, at: number) {
    this.#bytes = bytes;
    this.#at = at;
  }

  /** Up to 16 bits. */
  write(bits: number, count: number): void {
    this.#held |= bits << this.#count;
    this.#count += count;
    while (this.#count >= 8) {
      this.#bytes[this.#at++] = this.#held;
      this.#held >>>= 8;
      this.#count -= 8;
    }
  }

  /** Fills the last byte with zeros and tells where the next begins. */
  end(): number {
    if (this.#count > 0) this.#bytes[this.#at++] = this.#held;
    return this.#at;
  }
}
