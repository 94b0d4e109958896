import { describe, expect, it } from "vitest";
import { Arena } from "./arena.js";

function counted(): { arena: Arena; allocated: number[] } {
  const allocated: number[] = [];
  const arena = new Arena((bytes) => {
    allocated.push(bytes);
    return new ArrayBuffer(bytes);
  });
  return { arena, allocated };
}

describe("Arena", () => {
  it("gives a block again when its last reference is gone", () => {
    const { arena, allocated } = counted();
    const block = arena.take(1000);
    arena.hold(block);
    arena.hold(block);
    arena.release(block);
    expect(arena.bytes).toEqual({ used: 1024, free: 0, peak: 1024 });
    arena.release(block);
    expect(arena.bytes).toEqual({ used: 0, free: 1024, peak: 1024 });
    expect(arena.take(900)).toBe(block);
    expect(allocated).toEqual([1024]);
  });

  it("rounds up to a quarter between powers of two, so that little is wasted", () => {
    const { arena, allocated } = counted();
    for (const bytes of [1, 64, 65, 1025, 1281, 5 << 20]) arena.take(bytes);
    expect(allocated).toEqual([64, 64, 128, 1280, 1536, 5 << 20]);
  });

  it("never gives again what left it, and knows nothing of others' memory", () => {
    const { arena } = counted();
    const block = arena.take(64);
    arena.hold(block);
    arena.abandon(block);
    arena.release(block);
    expect(arena.take(64)).not.toBe(block);
    const foreign = new ArrayBuffer(64);
    arena.hold(foreign);
    arena.release(foreign);
    expect(arena.bytes).toEqual({ used: 64, free: 0, peak: 64 });
  });

  it("trims what it keeps, and takes exact sizes where told", () => {
    const { arena } = counted();
    arena.hold(arena.take(100));
    const block = arena.take(100);
    arena.hold(block);
    arena.release(block);
    arena.trim();
    expect(arena.bytes.free).toBe(0);
    const exact = new Arena((bytes) => new ArrayBuffer(bytes), { exact: true });
    expect(exact.take(100).byteLength).toBe(100);
  });
});
