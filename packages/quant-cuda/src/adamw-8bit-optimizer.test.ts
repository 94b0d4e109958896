import { useBackend } from "@vlm/ops";
import { nativeLevels } from "@vlm/ops/node";
import type { NdArray } from "@vlm/types";
import { beforeAll, describe, expect, it } from "vitest";
import { type AdamW8bitState, stepAdamW8bit } from "./adamw-8bit.js";
import { adamw8bit } from "./adamw-8bit-optimizer.js";
import { dequantizeEightBit } from "./eight-bit.js";

/** With a kernel of its own for the step, and without. */
const BACKENDS = nativeLevels().length > 0 ? (["cpu", "vlm-cpu"] as const) : (["cpu"] as const);

/** Reproducible numbers, roughly normal. */
function numbers(size: number, seed: number): Float32Array {
  return Float32Array.from({ length: size }, (_, i) => {
    const at = (k: number): number => ((Math.sin((i + 1) * 12.9898 + seed * 78.233 + k * 37.719) * 43758.5453) % 1) / 2;
    return at(0) + at(1) + at(2) + at(3);
  });
}

const named = (data: Float32Array, shape = [data.length]): ReadonlyMap<string, NdArray> =>
  new Map([["p", { data, shape }]]);
const SETTINGS = { beta1: 0.9, beta2: 0.99, epsilon: 1e-8, weightDecay: 0.05, blockSize: 256 };

describe.each(BACKENDS)("adamw8bit on %s", (backend) => {
  beforeAll(async () => {
    await useBackend(backend);
  });

  it.each([1, 31, 4095, 4096, 4097, 5000, 70_001])("takes bitsandbytes' steps for %d elements", (size) => {
    const optimizer = adamw8bit(SETTINGS);
    let [parameter, oracle, kept]: [Float32Array, Float32Array, AdamW8bitState | null] = [
      numbers(size, 0),
      numbers(size, 0),
      null,
    ];
    let state = optimizer.init(named(parameter));
    for (let step = 1; step <= 8; step++) {
      const gradient = numbers(size, step).map((x, i) => x * 10 ** -(i % 5));
      const { updates, state: next } = optimizer.update(named(gradient), state, named(parameter), 0.01);
      const update = updates.get("p")!.data;
      parameter = parameter.map((value, i) => value + update[i]!);
      state = next;
      const stepped = stepAdamW8bit(oracle, gradient, kept, { ...SETTINGS, learningRate: 0.01 });
      [oracle, kept] = [stepped.parameter, stepped.state];
    }
    // A code on a rounding edge may fall either way.
    const far = parameter.filter((value, i) => Math.abs(value - oracle[i]!) > 1e-6);
    expect(far.length).toBeLessThanOrEqual(size / 1000);
    expect(Math.max(...parameter.map((value, i) => Math.abs(value - oracle[i]!)))).toBeLessThan(5e-3);
    expect(state.get("step.p")!.data).toEqual(Float32Array.of(8));
    if (kept!.first instanceof Float32Array) expect(state.has("absmax1.p")).toBe(false);
    else {
      const found = { ...kept!.first, codes: state.get("state1.p")!.data as Uint8Array };
      const [actual, expected] = [dequantizeEightBit(found), dequantizeEightBit(kept!.first)];
      expect(actual.filter((x, i) => Math.abs(x - expected[i]!) > 1e-6).length).toBeLessThanOrEqual(size / 1000);
    }
  });

  it.each([4096, Number.POSITIVE_INFINITY])(
    "leaves elements whose gradient is not finite, with 8 bits from %d",
    (smallestSize) => {
      const optimizer = adamw8bit({ smallestSize });
      const parameters = named(new Float32Array(5000).fill(1));
      const ones = named(new Float32Array(5000).fill(1));
      const { state } = optimizer.update(ones, optimizer.init(parameters), parameters, 0.1);
      const gradient = new Float32Array(5000).fill(1);
      gradient.set([Number.NaN, Number.POSITIVE_INFINITY], 10);
      const after = optimizer.update(named(gradient), state, parameters, 0.1);
      expect([...after.updates.get("p")!.data.subarray(9, 13)].map(Math.sign)).toEqual([-1, 0, 0, -1]);
      const moments = after.state.get("state1.p")!.data.subarray(9, 13);
      const forgotten = moments instanceof Uint8Array ? 127 : 0;
      expect([...moments].map((value) => value === forgotten)).toEqual([false, true, true, false]);
    },
  );

  it("writes into nothing that it is given", () => {
    const optimizer = adamw8bit();
    const [parameters, gradients] = [named(numbers(5000, 1)), named(numbers(5000, 2))];
    const { state } = optimizer.update(gradients, optimizer.init(parameters), parameters, 0.1);
    const before = structuredClone({ parameters, gradients, state });
    const once = optimizer.update(gradients, state, parameters, 0.1);
    expect(optimizer.update(gradients, state, parameters, 0.1)).toEqual(once);
    expect({ parameters, gradients, state }).toEqual(before);
  });
});

describe("the state of adamw8bit", () => {
  it("is in 8 bits for large parameters, with a scale for each block", () => {
    const shapes = (options: object, size: number): Record<string, string> => {
      const state = adamw8bit(options).init(named(new Float32Array(size), [size / 2, 2]));
      return Object.fromEntries(
        [...state].map(([name, { data, shape }]) => [name, `${data.constructor.name} [${shape}]`]),
      );
    };
    const small = {
      "step.p": "Float32Array []",
      "state1.p": "Float32Array [2047,2]",
      "state2.p": "Float32Array [2047,2]",
    };
    expect(shapes({}, 4094)).toEqual(small);
    expect(shapes({}, 4100)).toEqual({
      "step.p": "Float32Array []",
      "state1.p": "Uint8Array [2050,2]",
      "absmax1.p": "Float32Array [17]",
      "state2.p": "Uint8Array [2050,2]",
      "absmax2.p": "Float32Array [17]",
    });
    expect(shapes({ keeps: (name: string) => name === "p" }, 4100)["state1.p"]).toBe("Float32Array [2050,2]");
  });

  it("has blocks of some length", () => {
    expect(() => adamw8bit({ blockSize: 8192 })).toThrow(
      "quant-cuda.adamw8bit: blockSize is 8192; expected an integer from 1 to 4096. bitsandbytes has 256.",
    );
  });
});
