/** Bytes that can be read by ranges: a file, an array, a remote object. */
export interface Source {
  /** Names the source in errors. */
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** Fills the whole of `into` with the bytes from `offset` on; rejects when there are not as many. */
  read(offset: number, into: Uint8Array): Promise<void>;
  close?(): Promise<void>;
}

/** A flat folder of sources, as a checkpoint is. */
export interface Folder {
  readonly name: string;
  /** The source with this plain base name, or null when the folder has none. */
  open(name: string): Promise<Source | null>;
}

/** A source over bytes in memory. */
export function bytesSource(name: string, bytes: Uint8Array): Source {
  return {
    name,
    size: bytes.length,
    async read(offset: number, into: Uint8Array): Promise<void> {
      if (offset + into.length > bytes.length) {
        throw new RangeError(
          `safetensors.bytesSource: ${name} was read at ${offset} for ${into.length} bytes; it holds ${bytes.length}. Read inside it.`,
        );
      }
      into.set(bytes.subarray(offset, offset + into.length));
    },
  };
}
