import { fileURLToPath } from "node:url";
import { useBackend } from "@vlm/ops";
import { nativeLevels } from "@vlm/ops/node";
import { openSafetensors, type Safetensors } from "@vlm/safetensors";
import { fileSource } from "@vlm/safetensors/node";
import type { NdArray } from "@vlm/types";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Arrays, plus } from "../arrays.js";
import { chain } from "./chain.js";
import { clipByGlobalNorm, globalNorm } from "./clip.js";
import { adafactor, adamw, lion, sgd } from "./optimizers.js";
import type { Transformation } from "./transformation.js";

/** optax 0.2.8 and torch 2.13.0, seed 0; cut by fixtures/slice.py. The large, factored ones stand in tools/cases/optim. */
let golden: Safetensors;
beforeAll(async () => {
  golden = await openSafetensors(
    await fileSource(fileURLToPath(new URL("../../fixtures/optimizers.safetensors", import.meta.url))),
  );
});
afterAll(() => golden.close());

async function arrays(name: string): Promise<NdArray> {
  return { data: await golden.readFloat32(name), shape: golden.tensors.get(name)!.shape };
}

function slice({ data, shape }: NdArray, index: number): NdArray {
  const size = data.length / shape[0]!;
  return { data: data.subarray(index * size, (index + 1) * size), shape: shape.slice(1) };
}

const REFERENCES: readonly (readonly [string, Transformation, number])[] = [
  ["torch_adamw", adamw({ weightDecay: 0.05 }), 1e-2],
  ["torch_sgd", sgd({ momentum: 0.9, nesterov: true, weightDecay: 0.01 }), 1e-2],
  ["optax_adamw", adamw({ weightDecay: 0.05 }), 1e-2],
  ["optax_lion", lion({ weightDecay: 0.1 }), 1e-3],
  ["optax_adafactor", adafactor(), 1e-3],
];

/** Those with kernels of their own for optimizers, and one without. */
const BACKENDS = nativeLevels().length > 0 ? (["cpu", "vlm-cpu"] as const) : (["cpu"] as const);

describe.each(BACKENDS.flatMap((backend) => REFERENCES.map((reference) => [backend, ...reference] as const)))(
  "on %s: %s",
  (backend, name, optimizer, learningRate) => {
    beforeAll(async () => {
      await useBackend(backend);
    });

    test.each(["small", "vector"])("%s after 1, 4 and 12 steps", async (parameter) => {
      const gradients = await arrays(`${parameter}.grads`);
      const expected = await arrays(`${name}.${parameter}.params`);
      let parameters: Arrays = new Map([[parameter, await arrays(`${parameter}.p0`)]]);
      let state = optimizer.init(parameters);
      for (let step = 0; step < 12; step++) {
        const update = new Map([[parameter, slice(gradients, step)]]);
        const updated = optimizer.update(update, state, parameters, learningRate);
        parameters = plus(parameters, updated.updates);
        state = updated.state;
        const kept = [0, 3, 11].indexOf(step);
        if (kept < 0) continue;
        const { data } = slice(expected, kept);
        const largest = Math.max(...data.map(Math.abs));
        for (const [i, value] of parameters.get(parameter)!.data.entries()) {
          expect(Math.abs(value - data[i]!)).toBeLessThan(1e-5 * largest);
        }
      }
    });
  },
);

const array = (...values: readonly number[]): NdArray => ({ data: Float32Array.from(values), shape: [values.length] });

describe("a transformation", () => {
  const all: readonly (readonly [string, Transformation])[] = [
    ["adamw", adamw({ weightDecay: 0.1 })],
    ["sgd", sgd({ momentum: 0.9, weightDecay: 0.1 })],
    ["lion", lion({ weightDecay: 0.1 })],
    ["adafactor", adafactor({ minimumFactored: 1, weightDecay: 0.1 })],
  ];

  test.each(all)("%s is pure: it writes into nothing it is given", (_, optimizer) => {
    const parameters: Arrays = new Map([["p", { data: Float32Array.of(1, 2, 3, 4, 5, 6), shape: [2, 3] }]]);
    const gradients: Arrays = new Map([["p", { data: Float32Array.of(1, -1, 2, -2, 3, -3), shape: [2, 3] }]]);
    const state = optimizer.update(gradients, optimizer.init(parameters), parameters, 0.1).state;
    const before = structuredClone({ parameters, gradients, state });
    const once = optimizer.update(gradients, state, parameters, 0.1);
    const twice = optimizer.update(gradients, state, parameters, 0.1);
    expect(twice).toEqual(once);
    expect({ parameters, gradients, state }).toEqual(before);
  });

  test.each(all)("%s leaves a parameter without a gradient, and its state, as they are", (_, optimizer) => {
    const parameters: Arrays = new Map([
      ["reached", array(1, 2)],
      ["unreached", array(3, 4)],
    ]);
    const start = optimizer.init(parameters);
    const { updates, state } = optimizer.update(new Map([["reached", array(1, 1)]]), start, parameters, 0.1);
    expect([...updates.keys()]).toEqual(["reached"]);
    expect([...state.keys()]).toEqual([...start.keys()]);
    for (const [name, value] of start) if (name.endsWith(".unreached")) expect(state.get(name)).toEqual(value);
  });

  test("keeps the state of a chain under its links' numbers", () => {
    const optimizer = chain(clipByGlobalNorm(1), sgd({ momentum: 0.5 }));
    expect([...optimizer.init(new Map([["p", array(1)]])).keys()]).toEqual(["1.1.m.p"]);
  });
});

describe("clipByGlobalNorm", () => {
  const gradients: Arrays = new Map([
    ["a", array(3, 0)],
    ["b", array(4)],
  ]);
  const clipped = (maximum: number): Arrays =>
    clipByGlobalNorm(maximum).update(gradients, new Map(), gradients, 0).updates;

  test("measures all arrays together", () => {
    expect(globalNorm(gradients)).toBe(5);
    expect(globalNorm(clipped(0.5))).toBeCloseTo(0.5, 6);
    expect(clipped(0.5).get("b")!.data[0]).toBeCloseTo(0.4, 6);
  });

  test("leaves shorter ones untouched", () => {
    expect(clipped(5.1)).toBe(gradients);
    expect(clipped(Number.POSITIVE_INFINITY)).toBe(gradients);
  });
});
