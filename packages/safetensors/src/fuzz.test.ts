import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { SafetensorsError } from "./error.js";
import { openSafetensors } from "./read.js";
import { bytesSource } from "./source.js";

const reference = new Uint8Array(readFileSync(new URL("../fixtures/reference.safetensors", import.meta.url)));
const headerEnd = 8 + Number(new DataView(reference.buffer).getBigUint64(0, true));

/** Mulberry32. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function mutate(random: () => number): Uint8Array {
  const pick = (limit: number): number => Math.floor(random() * limit);
  let bytes = reference.slice();
  for (let rounds = 1 + pick(3); rounds > 0; rounds--) {
    const at = pick(random() < 0.9 ? headerEnd : bytes.length);
    const way = pick(6);
    if (way === 0) bytes[at]! ^= 1 << pick(8);
    else if (way === 1) bytes[at] = '{}[]",:0123456789-.eE\\ u'.charCodeAt(pick(24));
    else if (way === 2) bytes = bytes.slice(0, pick(bytes.length));
    else if (way === 3) bytes.copyWithin(at, pick(headerEnd), pick(headerEnd));
    else if (way === 4) bytes = Uint8Array.of(...bytes.subarray(0, at), pick(256), ...bytes.subarray(at));
    else new DataView(bytes.buffer).setUint8(pick(Math.min(8, bytes.length || 1)), pick(256));
    if (bytes.length < 9) break;
  }
  return bytes;
}

describe("openSafetensors on mutated files", () => {
  it("opens or refuses by name, and what it opens can be read", async () => {
    const random = generator(20);
    const kinds = new Map<string, number>();
    for (let i = 0; i < 4000; i++) {
      const bytes = mutate(random);
      try {
        const file = await openSafetensors(bytesSource("m", bytes));
        let held = 0;
        for (const name of file.tensors.keys()) held += (await file.read(name)).data.byteLength;
        expect(held).toBeLessThanOrEqual(bytes.length);
        kinds.set("opened", (kinds.get("opened") ?? 0) + 1);
      } catch (error) {
        if (!(error instanceof SafetensorsError)) throw error;
        kinds.set(error.kind, (kinds.get(error.kind) ?? 0) + 1);
      }
    }
    // The mutations reach deep: many causes, and some files survive.
    expect(kinds.size).toBeGreaterThan(12);
    expect(kinds.get("opened")).toBeGreaterThan(50);
  });
});
