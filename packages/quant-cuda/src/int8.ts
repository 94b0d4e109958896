import { floatsOf, type Numbers } from "./numbers.js";

/** A matrix in signed bytes, as bitsandbytes' LLM.int8 holds its weights (`CB` and `SCB`). */
export interface Int8Rows {
  readonly shape: readonly [outputs: number, inputs: number];
  /** [out, in], row after row: a number's share of its row's largest magnitude, in 127ths. */
  readonly codes: Int8Array;
  /** [out]: largest magnitude of each row. */
  readonly absmax: Float32Array;
}

/** 1 / 127 as bitsandbytes writes it. */
const SHARE = Math.fround(0.007874015718698502);

/**
 * Rounds each number to a 127th of its row's largest magnitude, halves to even, as bitsandbytes' `int8_vectorwise_quant` does.
 *
 * @throws when the shape does not fit, or a number is not finite
 */
export function quantizeInt8(values: Numbers, shape: readonly [outputs: number, inputs: number]): Int8Rows {
  const [outputs, inputs] = shape;
  const floats = floatsOf(values);
  if (shape.length !== 2 || floats.length !== outputs * inputs || floats.length === 0) {
    throw new Error(
      `quant-cuda.quantizeInt8: ${floats.length} values for the shape [${shape}]; expected as many as a matrix of it has, and at least one. Pass both from the same tensor.`,
    );
  }
  const codes = new Int8Array(floats.length);
  const absmax = new Float32Array(outputs);
  for (let row = 0; row < outputs; row++) {
    const begin = row * inputs;
    let largest = 0;
    for (let i = begin; i < begin + inputs; i++) {
      const magnitude = Math.abs(floats[i]!);
      if (!(magnitude < Infinity)) {
        throw new Error(
          `quant-cuda.quantizeInt8: value ${i} is ${floats[i]}; expected finite numbers. Look at how the weight was made.`,
        );
      }
      if (magnitude > largest) largest = magnitude;
    }
    absmax[row] = largest;
    if (largest === 0) continue;
    const steps = Math.fround(127 / largest);
    for (let i = begin; i < begin + inputs; i++) codes[i] = roundHalfToEven(Math.fround(floats[i]! * steps));
  }
  return { shape, codes, absmax };
}

/** The numbers that the codes stand for, row after row. */
export function dequantizeInt8({ shape: [, inputs], codes, absmax }: Int8Rows): Float32Array {
  const scales = scalesOf(absmax);
  return Float32Array.from(codes, (code, i) => code * scales[Math.floor(i / inputs)]!);
}

/** What a code of 1 stands for in each row. */
export function scalesOf(absmax: Float32Array): Float32Array {
  return absmax.map((largest) => largest * SHARE);
}

function roundHalfToEven(x: number): number {
  const near = Math.round(x);
  return near - x === 0.5 && near % 2 !== 0 ? near - 1 : near;
}
