import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Recent } from "./recent.js";

describe("Recent", () => {
  it("keeps what was set or asked for among the last entries, and bounds the rest", () => {
    fc.assert(
      fc.property(fc.array(fc.record({ key: fc.nat(30), set: fc.boolean() }), { maxLength: 200 }), (steps) => {
        const recent = new Recent<number>(4);
        const last = new Map<number, number>();
        const order: number[] = [];
        steps.forEach(({ key, set }, step) => {
          if (set) {
            recent.set(String(key), step);
            last.set(key, step);
          } else if (recent.get(String(key)) === undefined) return;
          else expect(recent.get(String(key))).toBe(last.get(key));
          order.push(key);
        });
        const lately = new Set(
          order
            .reverse()
            .filter((key, index) => order.indexOf(key) === index)
            .slice(0, 4),
        );
        for (const key of lately) expect(recent.get(String(key))).toBe(last.get(key));
      }),
      { seed: 3 },
    );
  });

  it("holds at most two generations", () => {
    const recent = new Recent<number>(4);
    for (let key = 0; key < 100; key++) recent.set(String(key), key);
    const held = Array.from({ length: 100 }, (_, key) => recent.get(String(key))).filter(
      (value) => value !== undefined,
    );
    expect(held.length).toBeGreaterThanOrEqual(4);
    expect(held.length).toBeLessThanOrEqual(8);
  });
});
