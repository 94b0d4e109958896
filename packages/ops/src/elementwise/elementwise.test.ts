import { describe, expect, it } from "vitest";
import type { Kernels } from "../native/kernels.js";
import { loadAddon } from "../node/load-addon.js";
import { nativeLevels } from "../node/native-levels.js";
import { broadcast } from "./broadcast.js";

/** Floats of every exponent and sign, and what is none. */
function sweep(): Float32Array {
  const bits = new Uint32Array(2 ** 17);
  for (let i = 0; i < bits.length; i++) bits[i] = (i * 2 ** 15 + ((i * 7919) % 2 ** 15)) >>> 0;
  return new Float32Array(bits.buffer);
}

/** Terms of alternating sign lose nine digits before 4, from where on float knows no difference to 1. */
function erf(x: number): number {
  if (x === 0 || Math.abs(x) > 4) return Math.sign(x);
  let [term, sum] = [x, x];
  for (let n = 1; n < 100; n++) {
    term *= -(x * x) / n;
    sum += term / (2 * n + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * sum;
}

describe.each(nativeLevels())("functions on vlm-cpu %s", (level) => {
  const functions: [keyof Kernels & `unary${string}`, (x: number) => number, number][] = [
    ["unaryExp", Math.exp, 2],
    ["unaryLog", Math.log, 2],
    ["unaryTanh", Math.tanh, 2],
    ["unaryErf", erf, 2],
    ["unarySigmoid", (x) => (x < 0 ? Math.exp(x) / (1 + Math.exp(x)) : 1 / (1 + Math.exp(-x))), 2.3],
    ["unarySqrt", Math.sqrt, 0.5],
  ];
  it.each(functions)("%s is within some units in the last place", (name, truth, units) => {
    const x = sweep();
    const y = new Float32Array(x.length);
    loadAddon().levels[level]![name](x, y, x.length);
    let worst = { x: 0, units: 0 };
    x.forEach((value, i) => {
      const wanted = truth(value);
      if (Number.isNaN(wanted) || !Number.isFinite(Math.fround(wanted)) || wanted === 0) {
        const same = Object.is(y[i], Math.fround(wanted));
        if (!same) expect({ x: value, y: y[i] }).toEqual({ x: value, y: Math.fround(wanted) });
        return;
      }
      const exponent = Math.max(Math.floor(Math.log2(Math.abs(wanted))), -126);
      const error = Math.abs(y[i]! - wanted) / 2 ** (exponent - 23);
      if (!(error <= worst.units)) worst = { x: value, units: error };
    });
    expect(worst.units, `at ${worst.x}`).toBeLessThanOrEqual(units);
  });
});

describe("broadcast", () => {
  it("joins dimensions that both operands have, or the same one repeats", () => {
    expect(broadcast([2, 3, 4], [2, 3, 4], [2, 3, 4])).toEqual({ sizes: [1, 1, 24], a: [0, 0, 1], b: [0, 0, 1] });
    expect(broadcast([2, 3, 4], [4], [2, 3, 4])).toEqual({ sizes: [1, 6, 4], a: [0, 4, 1], b: [0, 0, 1] });
    expect(broadcast([5, 3, 4], [5, 1, 4], [5, 3, 4])).toEqual({ sizes: [5, 3, 4], a: [12, 4, 1], b: [4, 0, 1] });
    expect(broadcast([], [1, 1], [1, 1])).toEqual({ sizes: [1, 1, 1], a: [0, 0, 0], b: [0, 0, 0] });
  });

  it("gives up where operands take turns more often", () => {
    expect(broadcast([2, 1, 3, 1], [1, 4, 1, 5], [2, 4, 3, 5])).toBeNull();
  });
});
