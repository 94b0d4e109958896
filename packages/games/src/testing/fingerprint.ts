/** A text that is equal for values with equal contents: plain data, typed arrays, maps and sets. */
export function fingerprint(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) => {
    if (ArrayBuffer.isView(part) && !(part instanceof DataView)) {
      return { [part.constructor.name]: Array.from(part as Uint8Array, String) };
    }
    if (part instanceof Map) return { Map: [...part] };
    if (part instanceof Set) return { Set: [...part] };
    if (typeof part === "bigint") return { bigint: String(part) };
    if (typeof part === "number" && !Number.isFinite(part)) return { number: String(part) };
    if (part === undefined) return { undefined: true };
    return part;
  });
}
