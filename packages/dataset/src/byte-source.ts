/** Bytes that can be read in ranges: a file, a URL with range requests, memory. */
export interface ByteSource {
  readonly byteLength: number;
  /** Bytes from `start` up to but not including `end`. */
  slice(start: number, end?: number): ArrayBuffer | Promise<ArrayBuffer>;
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
