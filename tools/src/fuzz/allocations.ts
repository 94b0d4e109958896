const ARRAYS = [
  "Uint8Array",
  "Int8Array",
  "Uint16Array",
  "Int16Array",
  "Uint32Array",
  "Int32Array",
  "Float32Array",
  "Float64Array",
  "BigInt64Array",
  "BigUint64Array",
  "ArrayBuffer",
] as const;

type Constructor = new (...parameters: unknown[]) => { readonly byteLength: number };

/** Watches what is allocated by length, in bytes, until `stop`; refuses above `limit` before it happens. */
export interface Allocations {
  /** The largest since the last look. */
  take(): number;
  stop(): void;
}

export function watchAllocations(limit: number): Allocations {
  const scope = globalThis as unknown as Record<string, Constructor>;
  const originals = ARRAYS.map((name) => [name, scope[name]!] as const);
  let largest = 0;
  for (const [name, original] of originals) {
    const width = (original as { BYTES_PER_ELEMENT?: number }).BYTES_PER_ELEMENT ?? 1;
    scope[name] = new Proxy(original, {
      construct(target, parameters, newTarget): object {
        const [length] = parameters as unknown[];
        const bytes = typeof length === "number" ? length * width : 0;
        if (bytes > limit)
          throw new Error(`fuzz: new ${name}(${length}) asks for ${bytes} bytes; expected ${limit} at most.`);
        largest = Math.max(largest, bytes);
        return Reflect.construct(target, parameters, newTarget);
      },
    });
  }
  return {
    take() {
      const found = largest;
      largest = 0;
      return found;
    },
    stop() {
      for (const [name, original] of originals) scope[name] = original;
    },
  };
}
