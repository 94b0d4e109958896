/** Undoes BYTE_STREAM_SPLIT: all first bytes, then all second bytes, and so on. The result is PLAIN. */
export function joinBytes(bytes: Uint8Array, count: number, width: number): Uint8Array {
  if (!(width >= 1 && count * width <= bytes.length))
    throw new RangeError(`${count} values of ${width} bytes in ${bytes.length}`);
  const joined = new Uint8Array(count * width);
  for (let byte = 0; byte < width; byte++)
    for (let index = 0; index < count; index++) joined[index * width + byte] = bytes[byte * count + index]!;
  return joined;
}
