import { describe, expect, it } from "vitest";
import { rank } from "./rank.js";

const searched = (action: string, visits: number, value: number, proven: number | null = null) => ({
  action,
  visits,
  value,
  proven,
});

describe("rank", () => {
  it("puts a proven win first, then visits, then value, and a proven loss last", () => {
    const inOrder = [
      searched("win", 1, 1, 1),
      searched("most visits", 90, 0.1),
      searched("proven draw", 80, 0, 0),
      searched("greater value", 50, 0.4),
      searched("smaller value", 50, 0.3),
      searched("never visited", 0, 0),
      searched("slow loss", 100, -1, -1),
      searched("quick loss", 3, -1, -1),
    ];
    const shuffled = [3, 0, 7, 5, 1, 4, 6, 2].map((index) => inOrder[index]!);
    expect(shuffled.sort((a, b) => rank(b, a))).toEqual(inOrder);
  });
});
