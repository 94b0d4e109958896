import { arrayConstructor, bytesPerElement, type Dtype, type TensorArray } from "./dtype.js";
import { roundToBfloat16, roundToFloat16, widenBfloat16, widenFloat16 } from "./float16.js";

/** A tensor in memory; F16, BF16 and 8-bit floats as their bits, BOOL as 0 and 1. */
export interface TensorData {
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  readonly data: TensorArray;
}

/** The elements of a tensor as float32: F32, F16 and BF16, exactly. */
export function toFloat32({ dtype, data }: TensorData): Float32Array {
  if (dtype === "F32" && data instanceof Float32Array) return data;
  const into = new Float32Array(data.length);
  const bits = new Uint32Array(into.buffer);
  if (dtype === "BF16" && data instanceof Uint16Array) widenBfloat16(data, bits);
  else if (dtype === "F16" && data instanceof Uint16Array) widenFloat16(data, bits);
  else
    throw new TypeError(
      `safetensors.toFloat32: the tensor is ${dtype}; expected F32, F16 or BF16. Read it with read().`,
    );
  return into;
}

/** The elements of an integer tensor as int32; one that does not fit is an error. */
export function toInt32({ dtype, data }: TensorData): Int32Array {
  if (dtype[0] === "F" || dtype === "BF16") {
    throw new TypeError(`safetensors.toInt32: the tensor is ${dtype}; expected integers. Use toFloat32.`);
  }
  if (data instanceof Int32Array) return data;
  const into = new Int32Array(data.length);
  for (let i = 0; i < into.length; i++) {
    const value = Number(data[i]);
    if (value !== (value | 0)) {
      throw new RangeError(
        `safetensors.toInt32: element ${i} is ${data[i]}; expected a value in int32's range. Keep the array of read().`,
      );
    }
    into[i] = value;
  }
  return into;
}

/** Bytes that a tensor takes in a file. */
export function byteLength(name: string, { dtype, shape }: Pick<TensorData, "dtype" | "shape">): number {
  return elementCount(name, shape) * bytesPerElement(dtype);
}

/** Bytes of a tensor as the file holds them. float32 values given for F16 or BF16 are rounded to nearest even. */
export function toBytes(name: string, { dtype, shape, data }: TensorData): Uint8Array {
  const size = elementCount(name, shape);
  if (size !== data.length) {
    throw new RangeError(
      `safetensors.serialize: tensor ${JSON.stringify(name)} has ${data.length} elements; expected ${size} for the shape [${shape}]. Pass both from the same tensor.`,
    );
  }
  const stored = data instanceof Float32Array ? narrow(dtype, data) : data;
  const type = arrayConstructor(dtype);
  if (!(stored instanceof type)) {
    throw new TypeError(
      `safetensors.serialize: tensor ${JSON.stringify(name)} is ${dtype} in a ${data.constructor.name}; expected a ${type.name}. Convert it or name its dtype.`,
    );
  }
  return new Uint8Array(stored.buffer, stored.byteOffset, size * bytesPerElement(dtype));
}

function elementCount(name: string, shape: readonly number[]): number {
  let size = 1;
  for (const length of shape) {
    if (!Number.isSafeInteger(length) || length < 0) {
      throw new RangeError(
        `safetensors.serialize: tensor ${JSON.stringify(name)} has the shape [${shape}]; expected non-negative integers. Pass its real shape.`,
      );
    }
    size *= length;
  }
  return size;
}

function narrow(dtype: Dtype, values: Float32Array): TensorArray {
  if (dtype === "BF16") return roundToBfloat16(values);
  if (dtype === "F16") return roundToFloat16(values);
  return values;
}
