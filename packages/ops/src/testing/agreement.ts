import * as tf from "@tensorflow/tfjs-core";
import { expect } from "vitest";
import { TOLERANCE } from "./tolerance.js";

type Operator = (...inputs: tf.Variable[]) => tf.Tensor;

/**
 * Holds a fast operator against its composed form: the value, and the gradient of Σ out · dy for every input; and that
 * gradient against a central difference along a random direction.
 */
export function expectAgreement(fast: Operator, composed: Operator, shapes: readonly (readonly number[])[]): void {
  const before = tf.memory().numTensors;
  tf.tidy(() => {
    const inputs = shapes.map((shape, i) => tf.variable(randomTensor(shape, i + 1)));
    const value = fast(...inputs);
    const reference = composed(...inputs);
    expect(value.shape).toEqual(reference.shape);
    expectClose(value, reference, TOLERANCE.float32.value);
    const dy = randomTensor(value.shape, 99);
    const weighted = (operator: Operator) => (): tf.Scalar => tf.sum(tf.mul(operator(...inputs), dy));
    const gradients = tf.variableGrads(weighted(fast), inputs).grads;
    const expected = tf.variableGrads(weighted(composed), inputs).grads;
    for (const { name } of inputs) expectClose(gradients[name]!, expected[name]!, TOLERANCE.float32.gradient);
    expectDifference(weighted(fast), inputs, gradients);
    for (const input of inputs) input.dispose();
  });
  expect(tf.memory().numTensors).toBe(before);
}

function expectDifference(f: () => tf.Scalar, inputs: tf.Variable[], gradients: tf.NamedTensorMap): void {
  const step = 1e-2;
  inputs.forEach((input, i) => {
    const direction = randomTensor(input.shape, 50 + i);
    const unit = tf.div(direction, tf.norm(direction));
    const start = input.clone();
    const at = (offset: number): number => {
      input.assign(tf.add(start, tf.mul(unit, offset)) as tf.Variable);
      return f().dataSync()[0]!;
    };
    const difference = (at(step) - at(-step)) / (2 * step);
    input.assign(start as tf.Variable);
    const slope = tf.sum(tf.mul(gradients[input.name]!, unit)).dataSync()[0]!;
    const scale = tf.norm(gradients[input.name]!).dataSync()[0]! + Math.abs(f().dataSync()[0]!) / 10 + 1e-3;
    expect(Math.abs(difference - slope) / scale).toBeLessThan(TOLERANCE.float32.difference);
  });
}

export function expectClose(actual: tf.Tensor, expected: tf.Tensor, tolerance: number): void {
  expect(actual.shape).toEqual(expected.shape);
  const [a, e] = [actual.dataSync(), expected.dataSync()];
  let largest = 0;
  let error = 0;
  for (let i = 0; i < e.length; i++) {
    largest = Math.max(largest, Math.abs(e[i]!));
    error = Math.max(error, Math.abs(a[i]! - e[i]!));
  }
  expect(error).toBeLessThanOrEqual(tolerance * Math.max(largest, 1));
}

/** Normal numbers that depend on the seed and nothing else. */
export function randomTensor(shape: readonly number[], seed: number): tf.Tensor {
  return tf.randomNormal([...shape], 0, 1, "float32", seed);
}
