/** Bytes that can be read in ranges: a file, a URL with range requests, memory. */
export interface ByteSource {
  readonly byteLength: number;
  /** Bytes from `start` up to but not including `end`. */
  slice(start: number, end?: number): ArrayBuffer | Promise<ArrayBuffer>;
  /** Fills `target` with the bytes from `start` on; saves an allocation for every read where a source can do it. */
  readInto?(target: Uint8Array, start: number): Promise<void>;
}

/** An `ArrayBuffer` is a `ByteSource` as it stands; the browser's `File` is a `Blob`. */
export function toByteSource(bytes: ByteSource | Uint8Array | Blob): ByteSource {
  if (bytes instanceof Blob)
    return { byteLength: bytes.size, slice: (start, end = bytes.size) => bytes.slice(start, end).arrayBuffer() };
  if (bytes instanceof Uint8Array)
    return {
      byteLength: bytes.byteLength,
      slice: (start, end = bytes.byteLength) => new Uint8Array(bytes.subarray(start, end)).buffer,
    };
  return bytes;
}

/** Bytes from `start` to `end`, in `reuse` where the source can and it is large enough. */
export async function readRange(
  source: ByteSource,
  start: number,
  end: number,
  reuse: Uint8Array | null = null,
): Promise<Uint8Array> {
  const length = end - start;
  if (source.readInto !== undefined && reuse !== null && reuse.length >= length) {
    const target = reuse.subarray(0, length);
    await source.readInto(target, start);
    return target;
  }
  const bytes = new Uint8Array(await source.slice(start, end));
  if (bytes.length < length)
    throw new Error(
      `dataset.openParquet: the source gave ${bytes.length} of the ${length} bytes from ${start} to ${end}; expected them all. Fetch or write the file again.`,
    );
  return bytes.subarray(0, length);
}
