import { expect, it } from "vitest";
import { roundTo } from "./number-type.js";

it("rounds to the bits of a type", () => {
  // torch 2.13: torch.tensor(2560 ** 0.5).to(dtype).item()
  expect(roundTo("float32", Math.sqrt(2560))).toBe(50.59644317626953);
  expect(roundTo("float16", Math.sqrt(2560))).toBe(50.59375);
  expect(roundTo("bfloat16", Math.sqrt(2560))).toBe(50.5);
  expect(roundTo("bfloat16", Math.sqrt(5376))).toBe(73.5);
  for (const x of [1, 2, 64, 0.5]) expect(roundTo("bfloat16", x)).toBe(x);
});
