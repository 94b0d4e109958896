import { type TensorData, toFloat32 } from "@vlm/safetensors";

/** Numbers in float32, or as a file holds them: F32, F16 or BF16. */
export type Numbers = Float32Array | Pick<TensorData, "dtype" | "data">;

export function floatsOf(numbers: Numbers): Float32Array {
  return numbers instanceof Float32Array ? numbers : toFloat32({ ...numbers, shape: [numbers.data.length] });
}

/** The 16-bit words of numbers that a file holds so; null for those in float32. */
export function wordsOf(numbers: Numbers): Uint16Array | null {
  if (numbers instanceof Float32Array) return null;
  const is16Bit = numbers.dtype === "F16" || numbers.dtype === "BF16";
  return is16Bit && numbers.data instanceof Uint16Array ? numbers.data : null;
}
