/** Values by key, the longest unused of them forgotten when they weigh over `limit` bytes together. */
export class ByteCache {
  readonly #limit: number;
  readonly #entries = new Map<string, { readonly value: Promise<unknown>; readonly weight: number }>();
  #weight = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** The value at the key, made on first use; one that fails is not kept. */
  get<T>(key: string, weight: number, make: () => Promise<T>): Promise<T> {
    const found = this.#entries.get(key);
    if (found !== undefined) {
      this.#entries.delete(key);
      this.#entries.set(key, found);
      return found.value as Promise<T>;
    }
    const value = make();
    if (weight > this.#limit) return value;
    const entry = { value, weight };
    this.#entries.set(key, entry);
    this.#weight += weight;
    value.catch(() => {
      if (this.#entries.get(key) === entry) this.#forget(key);
    });
    for (const oldest of this.#entries.keys()) {
      if (this.#weight <= this.#limit) break;
      this.#forget(oldest);
    }
    return value;
  }

  #forget(key: string): void {
    this.#weight -= this.#entries.get(key)!.weight;
    this.#entries.delete(key);
  }
}
