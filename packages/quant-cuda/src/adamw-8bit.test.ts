import { expect, it } from "vitest";
import { type AdamW8bitState, stepAdamW8bit } from "./adamw-8bit.js";

/** Minimises Σ (p − 3)² from 0. */
function descend(size: number, steps: number): { readonly parameter: Float32Array; readonly state: AdamW8bitState } {
  let [parameter, state]: [Float32Array, AdamW8bitState | null] = [new Float32Array(size), null];
  for (let i = 0; i < steps; i++) {
    const gradient = parameter.map((p, j) => (2 * (p - 3)) / (1 + (j % 7)));
    ({ parameter, state } = stepAdamW8bit(parameter, gradient, state, { learningRate: 0.05, weightDecay: 0 }));
  }
  return { parameter, state: state! };
}

it("comes to the minimum with moments of 8 bits as with float32", () => {
  const [small, large] = [descend(300, 300), descend(5000, 300)];
  expect(small.state.first).toBeInstanceOf(Float32Array);
  expect(large.state.first).not.toBeInstanceOf(Float32Array);
  for (const { parameter } of [small, large]) {
    for (const p of parameter) expect(Math.abs(p - 3)).toBeLessThan(0.05);
  }
  expect(large.state.step).toBe(300);
});

it("leaves elements whose gradient is not finite, and forgets their moments", () => {
  const parameter = new Float32Array(5000).fill(1);
  const begun = stepAdamW8bit(parameter, new Float32Array(5000).fill(1), null);
  const gradient = new Float32Array(5000).fill(1);
  gradient.set([Number.NaN, Number.POSITIVE_INFINITY], 10);
  const next = stepAdamW8bit(begun.parameter, gradient, begun.state);
  expect(next.parameter.subarray(10, 12)).toEqual(begun.parameter.subarray(10, 12));
  expect(next.parameter[9]).toBeLessThan(begun.parameter[9]!);
  const { codes } = next.state.first as { readonly codes: Uint8Array };
  expect([...codes.subarray(9, 13)]).toEqual([255, 127, 127, 255]);
});

it("keeps the sign of the first moment", () => {
  const gradient = new Float32Array(4096).fill(1);
  gradient.set([1e-9, -1e-9, 0], 1);
  const { state } = stepAdamW8bit(new Float32Array(4096), gradient, null);
  const { codes } = state.first as { readonly codes: Uint8Array };
  expect([...codes.subarray(0, 4)]).toEqual([255, 127, 126, 127]);
});

it("refuses what does not belong together", () => {
  expect(() => stepAdamW8bit(new Float32Array(3), new Float32Array(4), null)).toThrow(
    "quant-cuda.stepAdamW8bit: 3 elements with 4 gradients and 3 moments; expected as many of each. Pass those of one parameter.",
  );
});
