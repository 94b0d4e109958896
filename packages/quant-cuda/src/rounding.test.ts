import { bytesSource, openSafetensors, serialize } from "@vlm/safetensors";
import fc from "fast-check";
import { expect, it } from "vitest";
import { roundTo } from "./rounding.js";

it.each([
  ["bfloat16", "BF16"],
  ["float16", "F16"],
] as const)("rounds to %s as storing and reading does", async (type, dtype) => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.float({ noNaN: true, noDefaultInfinity: true, min: Math.fround(-1e30), max: Math.fround(1e30) }), {
        minLength: 1,
      }),
      fc.array(fc.double({ noNaN: true, noDefaultInfinity: true, min: -70000, max: 70000 })),
      fc.array(fc.integer({ min: -5000, max: 5000 })),
      async (any, large, small) => {
        const values = Float32Array.from([...any, ...large, ...small.map((steps) => steps * 2 ** -26)]);
        const file = serialize([["x", { dtype, shape: [values.length], data: values.slice() }]]);
        const stored = await (await openSafetensors(bytesSource("x", file))).readFloat32("x");
        roundTo(type, values);
        expect(values).toEqual(stored);
      },
    ),
  );
});
