import type { NdArray } from "@vlm/types";
import { describe, expect, test } from "vitest";
import { type Arrays, plus } from "../arrays.js";
import { byGroup } from "./by-group.js";
import { adamw, lion, sgd } from "./optimizers.js";
import type { Transformation } from "./transformation.js";
import { isDecayed } from "./weight-decay.js";

const array = (...values: readonly number[]): NdArray => ({ data: Float32Array.from(values), shape: [values.length] });
const PARAMETERS: Arrays = new Map([
  ["model.visual.blocks.0.weight", array(1, 2)],
  ["model.visual.merger.weight", array(3)],
  ["model.layers.0.weight", array(4, 5)],
  ["model.layers.0.norm.bias", array(6)],
]);

function run(optimizer: Transformation, names: readonly string[], steps = 3): Record<string, number[]> {
  let parameters: Arrays = new Map(names.map((name) => [name, PARAMETERS.get(name)!]));
  let state = optimizer.init(parameters);
  for (let step = 1; step <= steps; step++) {
    const gradients = new Map(names.map((name) => [name, array(...PARAMETERS.get(name)!.data.map((x) => x / step))]));
    const updated = optimizer.update(gradients, state, parameters, 0.1);
    parameters = plus(parameters, updated.updates);
    state = updated.state;
  }
  return Object.fromEntries([...parameters].map(([name, { data }]) => [name, [...data]]));
}

describe("byGroup", () => {
  const merger = { parameters: /\.merger\./g, optimizer: sgd({ momentum: 0.9 }), learningRateScale: 0.5 };
  const vision = { parameters: "model.visual.", optimizer: adamw({ weightDecay: 0.3 }), learningRateScale: 0.1 };
  const optimizer = byGroup([merger, vision], lion());

  test("trains each parameter as its group's optimizer alone would", () => {
    const [block, merged, weight, bias] = [...PARAMETERS.keys()] as [string, string, string, string];
    const scaled = (inner: Transformation, scale: number): Transformation => ({
      init: inner.init,
      update: (updates, state, parameters, rate) => inner.update(updates, state, parameters, rate * scale),
    });
    expect(run(optimizer, [...PARAMETERS.keys()])).toEqual({
      ...run(scaled(vision.optimizer, 0.1), [block]),
      ...run(scaled(merger.optimizer, 0.5), [merged]),
      ...run(lion(), [weight, bias]),
    });
    const byFunction = byGroup([{ ...vision, parameters: (name) => name === block }], lion());
    expect(run(byFunction, [...PARAMETERS.keys()])[block]).toEqual(run(optimizer, [...PARAMETERS.keys()])[block]);
  });

  test("keeps each group's state under its number", () => {
    const names = [...optimizer.init(PARAMETERS).keys()];
    expect(names.filter((name) => name.startsWith("0."))).toEqual(["0.1.m.model.visual.merger.weight"]);
    expect(names.filter((name) => name.startsWith("1.")).length).toBe(3);
    expect(names.filter((name) => name.startsWith("2.0.m.model.layers")).length).toBe(2);
  });

  test("a gradient that did not come moves nothing", () => {
    const state = optimizer.init(PARAMETERS);
    const updated = optimizer.update(new Map(), state, PARAMETERS, 0.1);
    expect(updated.updates.size).toBe(0);
    expect(updated.state).toEqual(state);
  });

  test("refuses a group without parameters of its own", () => {
    expect(() => byGroup([vision, merger], lion()).init(PARAMETERS)).toThrow(
      "trainer.byGroup: group 1, /\\.merger\\./g, has no parameter of its own; expected some of the 4, such as model.visual.blocks.0.weight, model.visual.merger.weight, model.layers.0.weight. Correct it, or leave it out where an earlier group takes them.",
    );
    expect(() => byGroup([{ ...vision, parameters: "visual" }], lion()).init(PARAMETERS)).toThrow('group 0, "visual",');
  });
});

test("biases and norms do not decay where weights do", () => {
  const decayed = run(adamw({ weightDecay: 0.3, decays: isDecayed }), [...PARAMETERS.keys()], 1);
  const plain = run(adamw(), [...PARAMETERS.keys()], 1);
  const all = run(adamw({ weightDecay: 0.3 }), [...PARAMETERS.keys()], 1);
  expect(decayed["model.layers.0.norm.bias"]).toEqual(plain["model.layers.0.norm.bias"]);
  expect(decayed["model.layers.0.weight"]).toEqual(all["model.layers.0.weight"]);
  expect(all["model.layers.0.norm.bias"]).not.toEqual(plain["model.layers.0.norm.bias"]);
  const weights = ["model.layers.3.mlp.up_proj.weight", "model.visual.merger.linear_fc1.weight", "lm_head.weight"];
  const rest = ["model.norm.weight", "a.q_norm.weight", "a.layer_norm1.weight", "a.merger.ln_q.weight", "a.qkv.bias"];
  expect([...weights, ...rest].map(isDecayed)).toEqual([true, true, true, false, false, false, false, false]);
});
