import { expect, it } from "vitest";
import { checkEqual } from "./equality.js";

const floats = (...values: number[]): { x: Float32Array } => ({ x: Float32Array.from(values) });
const names = { name: "draw", rival: "Pillow" };
const message = (what: string): string =>
  `bench.check: case draw: Pillow ${what}; expected equal results, or it is no rival. Give both sides the same work.`;

it("takes what is equal, and floats within the tolerance", () => {
  checkEqual(floats(1, 2), floats(1, 2), names);
  checkEqual(floats(1, 2), floats(1, 2.25), { ...names, tolerance: 0.25 });
});

it("refuses other names, lengths and values", () => {
  expect(() => checkEqual(floats(1), {}, names)).toThrow(message("makes  and we make x"));
  expect(() => checkEqual({}, {}, names)).toThrow(message("and we make nothing to compare"));
  expect(() => checkEqual(floats(1), floats(1, 2), names)).toThrow(message("makes 2 x and we make 1"));
  expect(() => checkEqual(floats(1), floats(1.5), { ...names, tolerance: 0.25 })).toThrow(
    message("makes other x, by 0.500 where 0.25 is allowed"),
  );
});

it("has no tolerance for integers", () => {
  expect(() => checkEqual({ x: Int32Array.of(1) }, { x: Int32Array.of(2) }, { ...names, tolerance: 5 })).toThrow(
    message("makes other x, by 1.00 where 0 is allowed"),
  );
});
