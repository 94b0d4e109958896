/** Bytes of the arena: those in use, those kept for reuse, and the most that were in use at once. */
export interface ArenaBytes {
  readonly used: number;
  readonly free: number;
  readonly peak: number;
}

/** Every size is rounded up to one of four steps between powers of two, so that a freed block fits many later ones. */
function stepSize(bytes: number): number {
  const size = Math.max(bytes, 1);
  const step = Math.max(64, 2 ** (Math.floor(Math.log2(size)) - 2));
  return Math.ceil(size / step) * step;
}

/**
 * Blocks of native memory that go back to a shelf when nothing refers to them, since fresh memory costs more than the work
 * on it. It counts references, because tfjs kernels may hand out views of their inputs' memory.
 */
export class Arena {
  readonly #allocate: (bytes: number) => ArrayBuffer;
  readonly #sizeOf: (bytes: number) => number;
  readonly #shelves = new Map<number, ArrayBuffer[]>();
  readonly #references = new Map<ArrayBufferLike, number>();
  #used = 0;
  #free = 0;
  #peak = 0;

  /** @param options.exact takes blocks of just the size that is asked for */
  constructor(allocate: (bytes: number) => ArrayBuffer, { exact = false }: { readonly exact?: boolean } = {}) {
    this.#allocate = allocate;
    this.#sizeOf = exact ? (bytes) => Math.max(bytes, 1) : stepSize;
  }

  get bytes(): ArenaBytes {
    return { used: this.#used, free: this.#free, peak: this.#peak };
  }

  /** A block of at least so many bytes, not cleared, that nothing refers to yet: `hold` it, or `release` never comes. */
  take(bytes: number): ArrayBuffer {
    const size = this.#sizeOf(bytes);
    let block = this.#shelves.get(size)?.pop();
    if (block) this.#free -= size;
    else block = this.#allocate(size);
    this.#references.set(block, 0);
    this.#used += size;
    this.#peak = Math.max(this.#peak, this.#used);
    return block;
  }

  /** Counts one more reference; blocks of others' memory are not counted. */
  hold(block: ArrayBufferLike): void {
    const count = this.#references.get(block);
    if (count !== undefined) this.#references.set(block, count + 1);
  }

  /** Takes back a reference that `hold` counted; the last one puts the block on its shelf. */
  release(block: ArrayBufferLike): void {
    const count = this.#references.get(block);
    if (count === undefined) return;
    if (count > 1) this.#references.set(block, count - 1);
    else this.#shelve(block as ArrayBuffer);
  }

  /** Leaves a block to the garbage collector for good: somebody outside holds a view of it. */
  abandon(block: ArrayBufferLike): void {
    if (this.#references.delete(block)) this.#used -= block.byteLength;
  }

  /** Gives up all blocks that are kept for reuse. */
  trim(): void {
    this.#shelves.clear();
    this.#free = 0;
  }

  #shelve(block: ArrayBuffer): void {
    const size = block.byteLength;
    this.#references.delete(block);
    this.#used -= size;
    this.#free += size;
    const shelf = this.#shelves.get(size);
    if (shelf) shelf.push(block);
    else this.#shelves.set(size, [block]);
  }
}
