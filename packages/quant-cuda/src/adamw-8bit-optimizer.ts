import { nativeOptimizer } from "@vlm/ops";
import type { NdArray } from "@vlm/types";
import { type AdamW8bitOptions, type AdamW8bitState, stepAdamW8bit } from "./adamw-8bit.js";
import { blockCount } from "./blocks.js";
import { dynamicMap } from "./dynamic-map.js";
import type { EightBit } from "./eight-bit.js";
import { middlesOf } from "./search.js";

/** An array of parameters or gradients, or of what an optimizer keeps of them, by name. */
type Named<Data extends Float32Array | Uint8Array = Float32Array> = ReadonlyMap<string, NdArray<Data>>;

/** An optimizer as @vlm/trainer takes it: two pure functions, and a state of named arrays. */
export interface Optimizer8bit {
  init(parameters: Named): Named<Float32Array | Uint8Array>;
  update(
    gradients: Named,
    state: Named<Float32Array | Uint8Array>,
    parameters: Named,
    learningRate: number,
  ): { readonly updates: Named; readonly state: Named<Float32Array | Uint8Array> };
}

export interface Optimizer8bitOptions extends Omit<AdamW8bitOptions, "learningRate"> {
  /** Which parameters decay, by name; all unless told. */
  readonly decays?: (name: string) => boolean;
  /** Parameters whose moments stay in float32, beside small ones. */
  readonly keeps?: (name: string) => boolean;
}

/**
 * AdamW with moments in 8 bits, as `bitsandbytes.optim.AdamW8bit`; a step is `stepAdamW8bit`'s. State: `step`, `state1` and
 * `state2`, and with codes `absmax1` and `absmax2`, one for each block.
 *
 * @throws when blocks are not of 1 to 4096 elements
 */
export function adamw8bit({
  beta1 = 0.9,
  beta2 = 0.999,
  epsilon = 1e-8,
  weightDecay = 1e-2,
  blockSize = 256,
  smallestSize = 4096,
  decays = () => true,
  keeps = () => false,
}: Optimizer8bitOptions = {}): Optimizer8bit {
  if (!(Number.isInteger(blockSize) && blockSize >= 1 && blockSize <= 4096)) {
    throw new RangeError(
      `quant-cuda.adamw8bit: blockSize is ${blockSize}; expected an integer from 1 to 4096. bitsandbytes has 256.`,
    );
  }
  return {
    init(parameters) {
      const state = new Map<string, NdArray<Float32Array | Uint8Array>>();
      for (const [name, { data, shape }] of parameters) {
        const size = shape.reduce((product, length) => product * length, 1);
        const inCodes = size >= smallestSize && !keeps(name);
        state.set(`step.${name}`, { data: new Float32Array(1), shape: [] });
        for (const moment of [1, 2]) {
          const values = inCodes ? new Uint8Array(data.length) : new Float32Array(data.length);
          state.set(`state${moment}.${name}`, { data: values, shape });
          if (!inCodes) continue;
          const blocks = blockCount(size, blockSize);
          state.set(`absmax${moment}.${name}`, { data: new Float32Array(blocks), shape: [blocks] });
        }
      }
      return state;
    },
    update(gradients, state, parameters, learningRate) {
      const next = new Map(state);
      const updates = new Map<string, NdArray>();
      for (const [name, { data: gradient, shape }] of gradients) {
        const before = readMoments(name, state, blockSize);
        const settings = {
          learningRate,
          beta1,
          beta2,
          epsilon,
          blockSize,
          weightDecay: decays(name) ? weightDecay : 0,
        };
        const after = step(parameters.get(name)!.data, gradient, before, settings);
        updates.set(name, { data: after.update, shape });
        next.set(`step.${name}`, { data: Float32Array.of(after.state.step), shape: [] });
        for (const [moment, values] of [
          [1, after.state.first],
          [2, after.state.second],
        ] as const) {
          const inCodes = !(values instanceof Float32Array);
          next.set(`state${moment}.${name}`, { data: inCodes ? values.codes : values, shape });
          if (inCodes) next.set(`absmax${moment}.${name}`, { data: values.absmax, shape: [values.absmax.length] });
        }
      }
      return { updates, state: next };
    },
  };
}

const MAPS = [dynamicMap(), dynamicMap({ signed: false })] as const;
const MIDDLES = MAPS.map(middlesOf) as [Float32Array, Float32Array];

function readMoments(name: string, state: Named<Float32Array | Uint8Array>, blockSize: number): AdamW8bitState {
  const moment = (index: 1 | 2): AdamW8bitState["first"] => {
    const { data } = state.get(`state${index}.${name}`)!;
    if (data instanceof Float32Array) return data;
    const absmax = state.get(`absmax${index}.${name}`)!.data as Float32Array;
    return { codes: data, map: MAPS[index - 1]!, absmax, blockSize };
  };
  return { step: state.get(`step.${name}`)!.data[0]!, first: moment(1), second: moment(2) };
}

type Settings = Required<Omit<AdamW8bitOptions, "smallestSize">>;

/** `stepAdamW8bit` as what is added to the parameter, by native kernels where the backend has them. */
function step(
  parameter: Float32Array,
  gradient: Float32Array,
  before: AdamW8bitState,
  settings: Settings,
): { readonly update: Float32Array; readonly state: AdamW8bitState } {
  const { first, second } = before;
  const { learningRate, beta1, beta2, epsilon, weightDecay, blockSize } = settings;
  const size = parameter.length;
  const count = before.step + 1;
  const root = Math.sqrt(1 - beta2 ** count);
  const rate = (-learningRate * root) / (1 - beta1 ** count);
  const shrink = 1 - learningRate * weightDecay;
  const native = nativeOptimizer();
  const inFloats = first instanceof Float32Array && second instanceof Float32Array;
  // The kernel for float32 moments does not look at single elements: those that are not finite go the plain way.
  if (!native || (inFloats && !Number.isFinite(native.sumOfSquares(gradient, size)))) {
    const smallestSize = inFloats ? Number.POSITIVE_INFINITY : 0;
    const { parameter: moved, state } = stepAdamW8bit(parameter, gradient, before, { ...settings, smallestSize });
    return { update: moved.map((value, i) => value - parameter[i]!), state };
  }
  if (inFloats) {
    const [m, v, moved] = [new Float32Array(size), new Float32Array(size), new Float32Array(size)];
    native.adam(gradient, null, first, second, m, v, moved, size, beta1, beta2, 1, 1, root * epsilon, rate, 0);
    const update = new Float32Array(size);
    native.addScaled(null, shrink, moved, update, size);
    native.addScaled(update, shrink - 1, parameter, update, size);
    return { update, state: { step: count, first: m, second: v } };
  }
  const [oldM, oldV] = [first as EightBit, second as EightBit];
  const fresh = (map: Float32Array) => ({
    codes: new Uint8Array(size),
    map,
    absmax: new Float32Array(blockCount(size, blockSize)),
    blockSize,
  });
  const [m, v, update] = [fresh(MAPS[0]), fresh(MAPS[1]), new Float32Array(size)];
  native.adamw8bit(
    ...([gradient, parameter, oldM.codes, oldM.absmax, oldV.codes, oldV.absmax] as const),
    ...([m.codes, m.absmax, v.codes, v.absmax, m.map, MIDDLES[0], v.map, MIDDLES[1], update] as const),
    ...([size, blockSize, beta1, beta2, rate, root * epsilon, shrink] as const),
  );
  return { update, state: { step: count, first: m, second: v } };
}
