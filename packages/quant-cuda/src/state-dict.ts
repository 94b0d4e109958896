import type { Safetensors, TensorData } from "@vlm/safetensors";
import type { FourBit } from "./four-bit-codes.js";
import type { FourBitType } from "./four-bit-type.js";
import { type QuantState, readQuantState, writeQuantState } from "./quant-state.js";
import type { Scales } from "./scales.js";

const STATE = /^(.+)\.quant_state\.bitsandbytes__(nf4|fp4)$/;
const STATE_BYTES = 65_536;

/** The tensors of a packed weight as bitsandbytes saves them, by their full names. */
export function stateDict(name: string, weight: FourBit): ReadonlyMap<string, TensorData> {
  const { packed, map, scales, type } = weight;
  const bytes = (data: Uint8Array, shape: number[] = [data.length]): TensorData => ({ dtype: "U8", shape, data });
  const floats = (data: Float32Array): TensorData => ({ dtype: "F32", shape: [data.length], data });
  const tensors = new Map([[name, bytes(packed, [packed.length, 1])]]);
  if (scales instanceof Float32Array) tensors.set(`${name}.absmax`, floats(scales));
  else {
    tensors.set(`${name}.absmax`, bytes(scales.codes));
    tensors.set(`${name}.nested_absmax`, floats(scales.absmax));
    tensors.set(`${name}.nested_quant_map`, floats(scales.map));
  }
  tensors.set(`${name}.quant_map`, floats(map));
  const state = new TextEncoder().encode(writeQuantState(weight));
  return tensors.set(`${name}.quant_state.bitsandbytes__${type}`, bytes(state));
}

/** The states of all packed weights of a file, by the weights' names. */
export async function readStates(file: Safetensors): Promise<ReadonlyMap<string, QuantState>> {
  const states = new Map<string, QuantState>();
  for (const [stored, { begin, end }] of file.tensors) {
    const [, name, type] = STATE.exec(stored) ?? [];
    if (name === undefined) continue;
    if (end - begin > STATE_BYTES) {
      throw new Error(
        `quant-cuda.readStates: the state of ${name} has ${end - begin} bytes; expected at most ${STATE_BYTES}. Copy the checkpoint again.`,
      );
    }
    const bytes = new Uint8Array(end - begin);
    await file.readBytes(stored, bytes);
    states.set(name, readQuantState(new TextDecoder().decode(bytes), type as FourBitType, name));
  }
  return states;
}

/**
 * Reads a packed weight, whatever dtype its bytes are stored under.
 *
 * @throws when a part is missing or of another size than the state says
 */
export async function readFourBit(file: Safetensors, name: string, state: QuantState): Promise<FourBit> {
  const { type, blockSize, dtype, shape } = state;
  const size = shape.reduce((a, b) => a * b, 1);
  const packed = await readPart(file, name, Math.ceil(size / 2));
  const map = asFloats(await readPart(file, `${name}.quant_map`, 16 * 4));
  const scales = await readScales(file, name, Math.ceil(size / blockSize), state.nested);
  return { type, blockSize, dtype, shape, packed, map, scales };
}

async function readScales(
  file: Safetensors,
  name: string,
  blocks: number,
  nested: QuantState["nested"],
): Promise<Scales> {
  if (!nested) return asFloats(await readPart(file, `${name}.absmax`, blocks * 4));
  return {
    codes: await readPart(file, `${name}.absmax`, blocks),
    absmax: asFloats(await readPart(file, `${name}.nested_absmax`, Math.ceil(blocks / nested.blockSize) * 4)),
    map: asFloats(await readPart(file, `${name}.nested_quant_map`, 256 * 4)),
    ...nested,
  };
}

/** Fresh arrays begin at 0 of their buffer, so that floats can lie over them. */
async function readPart(file: Safetensors, name: string, length: number): Promise<Uint8Array> {
  const info = file.tensors.get(name);
  const found = info ? `has ${info.end - info.begin} bytes` : "is missing";
  if (!info || info.end - info.begin !== length) {
    throw new Error(
      `quant-cuda.readFourBit: ${name} ${found} in ${file.name}; expected ${length} bytes by the weight's state. Copy the checkpoint again.`,
    );
  }
  const bytes = new Uint8Array(length);
  await file.readBytes(name, bytes);
  return bytes;
}

function asFloats(bytes: Uint8Array): Float32Array {
  return new Float32Array(bytes.buffer, 0, bytes.length / 4);
}
