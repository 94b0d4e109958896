import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { openSafetensors, type Safetensors } from "@vlm/safetensors";
import { fileSource } from "@vlm/safetensors/node";
import {
  type Arrays,
  adafactor,
  adamw,
  chain,
  clipByGlobalNorm,
  cosineSchedule,
  linearSchedule,
  lion,
  type Schedule,
  type ScheduleOptions,
  sgd,
  type Transformation,
} from "@vlm/trainer";
import type { NdArray } from "@vlm/types";
import { type Comparison, compare } from "./comparison.js";

/** Steps of which the case keeps the parameters, from 1. */
const KEPT = [1, 4, 12];
const TOLERANCE = 1e-5;

/** The optimizers of a case, with the generator's settings. */
const OPTIMIZERS: Readonly<Record<string, { readonly optimizer: Transformation; readonly learningRate: number }>> = {
  optax_adafactor: { optimizer: adafactor(), learningRate: 1e-3 },
  optax_lion: { optimizer: lion({ weightDecay: 0.1 }), learningRate: 1e-3 },
  optax_adamw: { optimizer: adamw({ weightDecay: 0.05 }), learningRate: 1e-2 },
  optax_clip_adam: { optimizer: chain(clipByGlobalNorm(0.3), adamw()), learningRate: 1e-2 },
  torch_adamw: { optimizer: adamw({ weightDecay: 0.05 }), learningRate: 1e-2 },
  torch_sgd: { optimizer: sgd({ momentum: 0.9, nesterov: true, weightDecay: 0.01 }), learningRate: 1e-2 },
};

const SCHEDULES: Readonly<Record<string, (options: ScheduleOptions) => Schedule>> = {
  cosine: cosineSchedule,
  linear: linearSchedule,
};

/** A case of kind `optim`: parameters after some steps, within 1e-5 of the largest, and learning rates. */
export async function optim(folder: string): Promise<Comparison[]> {
  const golden = await openSafetensors(await fileSource(join(folder, "golden.safetensors")));
  try {
    const comparisons: Comparison[] = [];
    for (const name of Object.keys(OPTIMIZERS)) comparisons.push(...(await optimizer(name, golden)));
    return [...comparisons, ...(await schedules(folder))];
  } finally {
    await golden.close();
  }
}

async function optimizer(name: string, golden: Safetensors): Promise<Comparison[]> {
  const { optimizer, learningRate } = OPTIMIZERS[name]!;
  const names = [...golden.tensors.keys()].filter((key) => key.endsWith(".p0")).map((key) => key.slice(0, -3));
  const gradients = await read(golden, names, (parameter) => `${parameter}.grads`);
  const expected = await read(golden, names, (parameter) => `${name}.${parameter}.params`);
  let parameters = await read(golden, names, (parameter) => `${parameter}.p0`);
  let state = optimizer.init(parameters);
  const comparisons: Comparison[] = [];
  for (let step = 1; step <= KEPT.at(-1)!; step++) {
    const updated = optimizer.update(slices(gradients, step - 1), state, parameters, learningRate);
    state = updated.state;
    parameters = added(parameters, updated.updates);
    if (!KEPT.includes(step)) continue;
    for (const [parameter, { data, shape }] of slices(expected, KEPT.indexOf(step))) {
      const tolerance = TOLERANCE * data.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
      const actual = parameters.get(parameter)!.data;
      comparisons.push(compare(`${name} ${parameter} after ${step}`, shape, actual, data, { tolerance }));
    }
  }
  return comparisons;
}

/** Rows named `cosine, warm-up 7, steps 40, lr 1`. */
async function schedules(folder: string): Promise<Comparison[]> {
  const rows: Readonly<Record<string, readonly number[]>> = JSON.parse(
    await readFile(join(folder, "schedules.json"), "utf8"),
  );
  return Object.entries(rows).map(([name, expected]) => {
    const kind = name.split(",")[0]!;
    const [warmupSteps, steps, learningRate] = [...name.matchAll(/[\d.]+/g)].map(Number) as [number, number, number];
    const schedule = SCHEDULES[kind]!({ warmupSteps, steps, learningRate });
    const actual = expected.map((_, step) => schedule(step));
    return compare(`schedule ${name}`, [expected.length], actual, expected, { tolerance: 1e-12 * learningRate });
  });
}

async function read(golden: Safetensors, names: readonly string[], key: (name: string) => string): Promise<Arrays> {
  const arrays = new Map<string, NdArray>();
  for (const name of names) {
    arrays.set(name, { data: await golden.readFloat32(key(name)), shape: golden.tensors.get(key(name))!.shape });
  }
  return arrays;
}

/** The arrays at one index of their first axis. */
function slices(arrays: Arrays, index: number): Arrays {
  return new Map(
    [...arrays].map(([name, { data, shape }]) => {
      const size = data.length / shape[0]!;
      return [name, { data: data.subarray(index * size, (index + 1) * size), shape: shape.slice(1) }];
    }),
  );
}

function added(parameters: Arrays, updates: Arrays): Arrays {
  return new Map(
    [...parameters].map(([name, { data, shape }]) => {
      const update = updates.get(name)!.data;
      return [name, { data: data.map((value, i) => value + update[i]!), shape }];
    }),
  );
}
