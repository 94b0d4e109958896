import { readFileSync } from "node:fs";
import * as tf from "@tensorflow/tfjs-core";
import { linear, useBackend, Weight } from "@vlm/ops";
import { nativeLevels } from "@vlm/ops/node";
import { describe, expect, it } from "vitest";
import { dequantizeInt8, quantizeInt8 } from "./int8.js";
import { Int8Weight } from "./int8-weight.js";

interface Case {
  readonly shape: [number, number];
  readonly values: readonly number[];
  readonly codes: readonly number[];
  readonly absmax: readonly number[];
  readonly dense: readonly number[];
}

// tools/python/make_int8_fixture.py, seed 11
const { rows } = JSON.parse(readFileSync(new URL("../fixtures/int8.json", import.meta.url), "utf8")) as {
  rows: readonly Case[];
};

describe("quantizeInt8", () => {
  it.each(rows)("gives bitsandbytes' codes and scales for $shape", ({ shape, values, codes, absmax, dense }) => {
    const found = quantizeInt8(Float32Array.from(values), shape);
    expect([...found.codes]).toEqual(codes);
    expect([...found.absmax]).toEqual(absmax);
    dequantizeInt8(found).forEach((value, i) => {
      expect(Math.abs(value - dense[i]!)).toBeLessThanOrEqual(2 ** -23 * Math.abs(dense[i]!));
    });
  });

  it("rounds halves to even", () => {
    const { codes } = quantizeInt8(Float32Array.of(127, 0.5, 1.5, 2.5, -0.5, -1.5, -2.5), [1, 7]);
    expect([...codes]).toEqual([127, 0, 2, 2, 0, -2, -2]);
  });

  it("refuses what is no matrix of finite numbers", () => {
    expect(() => quantizeInt8(new Float32Array(5), [2, 3])).toThrow(
      "quant-cuda.quantizeInt8: 5 values for the shape [2,3]; expected as many as a matrix of it has, and at least one. Pass both from the same tensor.",
    );
    expect(() => quantizeInt8(Float32Array.of(1, Number.NaN), [1, 2])).toThrow(
      "quant-cuda.quantizeInt8: value 1 is NaN; expected finite numbers. Look at how the weight was made.",
    );
  });
});

const BACKENDS = [...(["cpu", "wasm"] as const), ...(nativeLevels().length > 0 ? (["vlm-cpu"] as const) : [])];

describe.each(BACKENDS)("Int8Weight on %s", (backend) => {
  it.each([
    [1, 33, 1],
    [5, 31, 40],
    [40, 70, 129],
  ])("multiplies %i rows by [%i,%i] as the dense matrix does, forward and backward", async (count, outputs, inputs) => {
    await useBackend(backend);
    const values = Float32Array.from({ length: outputs * inputs }, (_, i) => Math.sin(i * i));
    const weight = new Int8Weight(quantizeInt8(values, [outputs, inputs]));
    const dense = new Weight(weight.dense());
    const x = tf.variable(tf.randomNormal([count, inputs], 0, 1, "float32", 3));
    const bias = tf.randomNormal([outputs], 0, 1, "float32", 4);
    const run = (held: Int8Weight | Weight): number[] =>
      tf.tidy(() => {
        const { value, grads } = tf.variableGrads(() => tf.sum(tf.square(linear(x, held, { bias }))), [x]);
        return [value, ...Object.values(grads)].flatMap((tensor) => [...tensor.dataSync()]);
      });
    const expected = run(dense);
    const largest = expected.reduce((most, y) => Math.max(most, Math.abs(y)), 0);
    run(weight).forEach((y, i) => {
      expect(Math.abs(y - expected[i]!)).toBeLessThanOrEqual(2e-6 * largest);
    });
    dense.dispose();
    weight.dispose();
    tf.dispose([x, bias]);
  });
});
