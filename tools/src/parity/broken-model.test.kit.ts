import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as tf from "@tensorflow/tfjs-core";
import { type Architecture, CausalModel, type Network, Parameters } from "@vlm/models";
import { openCheckpoint, type Safetensors } from "@vlm/safetensors";
import { openFolder } from "@vlm/safetensors/node";
import { type Context, compareBase, compareLogits, openContext } from "./model.js";

/** What one model has other than the right one. */
export interface Breakage {
  readonly architecture?: Architecture;
  /** What each tensor is multiplied by. */
  readonly factor?: (path: string) => number;
  readonly wrap?: (network: Network) => Network;
}

export type Breakages = Readonly<Record<string, Breakage>>;

/** A recorded case whose model can be built wrong. */
export class BreakableCase {
  readonly context: Context;
  readonly #right: Architecture;
  readonly #values: ReadonlyMap<string, Float32Array>;

  private constructor(context: Context, right: Architecture, values: ReadonlyMap<string, Float32Array>) {
    this.context = context;
    this.#right = right;
    this.#values = values;
  }

  static async open(folder: string, right: Architecture): Promise<BreakableCase> {
    const values = new Map<string, Float32Array>();
    const weights = await openCheckpoint(openFolder(folder));
    for (const stored of weights.tensors.keys()) {
      const current = right.rename(stored);
      if (current !== null) values.set(current, await weights.readFloat32(stored));
    }
    await weights.close();
    return new BreakableCase(await openContext(folder), right, values);
  }

  /** Names of what parity finds wrong. */
  async failures(breakage: Breakage): Promise<string[]> {
    const model = this.#build(breakage);
    const comparisons = await compareBase(this.context, model);
    model.dispose();
    return comparisons.filter(({ pass }) => !pass).map((comparison) => comparison.name);
  }

  /** Whether parity finds the logits right, those of the case or of another recording. */
  async logitsPass(breakage: Breakage, golden: Safetensors = this.context.golden): Promise<boolean> {
    const model = this.#build(breakage);
    const { pass } = await compareLogits("out.logits", { ...this.context, golden }, model);
    model.dispose();
    return pass;
  }

  close(): Promise<void> {
    return this.context.golden.close();
  }

  #build({ architecture = this.#right, factor = () => 1, wrap = (network) => network }: Breakage): CausalModel {
    const tensors = [...architecture.shapes].map(([path, shape]): [string, tf.Tensor] => {
      const scaled = this.#values.get(path)!.map((value) => factor(path) * value);
      return [path, tf.tensor(scaled, [...shape])];
    });
    const parameters = new Parameters(new Map(tensors));
    return new CausalModel(wrap(architecture.network(parameters)), parameters);
  }
}

export function caseFolder(name: string): string {
  return fileURLToPath(new URL(`../../cases/models/${name}`, import.meta.url));
}

/** What a case's model says with a quiet vision tower. */
export function quietLogits(name: string): string {
  return fileURLToPath(new URL(`../../cases/quiet/${name}.safetensors`, import.meta.url));
}

export async function caseConfig(name: string): Promise<unknown> {
  return JSON.parse(await readFile(join(caseFolder(name), "config.json"), "utf8"));
}

/** Without one tensor. */
export function without(path: string): Breakage {
  return { factor: (name) => (name === path ? 0 : 1) };
}

/** Tokens are decoded at positions that are one too large. */
export function shifted(network: Network): Network {
  const { type, outputPath, vocabulary } = network;
  return {
    type,
    outputPath,
    vocabulary,
    read: (batch) => network.read(batch),
    caches: () => network.caches(),
    extend: (ids, positions, caches) =>
      network.extend(
        ids,
        positions.map((position) => position + 1),
        caches,
      ),
    logits: (hidden) => network.logits(hidden),
    loss: (hidden, labels) => network.loss(hidden, labels),
    dispose: () => network.dispose(),
  };
}
