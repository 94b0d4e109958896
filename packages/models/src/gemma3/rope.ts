import type { Fields } from "../checkpoint/fields.js";
import { frequencies, type Rotation, rotationOf } from "../layers/rotation.js";
import type { LayerType } from "./layer-type.js";

/** How a layer turns queries and keys with their positions. */
export interface Rope {
  readonly theta: number;
  /** Positions are divided by it. */
  readonly factor: number;
}

/** The sliding layers' base and the full ones'. */
const THETA: Readonly<Record<LayerType, number>> = { sliding_attention: 1e4, full_attention: 1e6 };

const ROPE_TYPES = { default: null, linear: null } as const;

/** Newer files have `rope_parameters` for each type of layer, older ones four fields. */
export function parseRopes(text: Fields): Readonly<Record<LayerType, Rope>> {
  if (text.has("rope_parameters")) {
    const ropes = text.section("rope_parameters");
    const rope = (type: LayerType): Rope => {
      if (!ropes.has(type)) return { theta: THETA[type], factor: 1 };
      const fields = ropes.section(type);
      return { theta: fields.number("rope_theta", THETA[type]), factor: factorOf(fields) };
    };
    return { sliding_attention: rope("sliding_attention"), full_attention: rope("full_attention") };
  }
  return {
    sliding_attention: { theta: text.number("rope_local_base_freq", THETA.sliding_attention), factor: 1 },
    full_attention: {
      theta: text.number("rope_theta", THETA.full_attention),
      factor: text.has("rope_scaling") ? factorOf(text.section("rope_scaling")) : 1,
    },
  };
}

function factorOf(rope: Fields): number {
  const name = rope.has("rope_type") ? "rope_type" : "type";
  return rope.choice<keyof typeof ROPE_TYPES>(name, ROPE_TYPES, "default") === "linear" ? rope.number("factor") : 1;
}

/** Rotary tables of tokens at these positions, for both types of layers. */
export function rotationsOf(
  { ropes, headSize }: { readonly ropes: Readonly<Record<LayerType, Rope>>; readonly headSize: number },
  positions: Int32Array,
): Readonly<Record<LayerType, Rotation>> {
  const rotation = ({ theta, factor }: Rope): Rotation => {
    const scaled = frequencies(theta, headSize).map((frequency) => frequency / factor);
    return rotationOf(positions.length, headSize, (token, j) => positions[token]! * scaled[j]!);
  };
  return {
    sliding_attention: rotation(ropes.sliding_attention),
    full_attention: rotation(ropes.full_attention),
  };
}
