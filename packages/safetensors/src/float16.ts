const word = new Float32Array(1);
const bits = new Uint32Array(word.buffer);

/** Widens bfloat16 bits in place: `words[from + i]` becomes the float32 bits `into[i]`. Exact. */
export function widenBfloat16(words: Uint16Array, into: Uint32Array): void {
  for (let i = 0; i < into.length; i++) into[i] = words[i]! << 16;
}

/** Widens IEEE half bits to float32 bits. Exact, subnormals, infinities and NaN included. */
export function widenFloat16(words: Uint16Array, into: Uint32Array): void {
  for (let i = 0; i < into.length; i++) {
    const half = words[i]!;
    const sign = (half & 0x8000) << 16;
    const exponent = (half >> 10) & 0x1f;
    const fraction = half & 0x3ff;
    if (exponent === 0x1f) into[i] = sign | 0x7f800000 | (fraction << 13);
    else if (exponent > 0) into[i] = sign | ((exponent + 112) << 23) | (fraction << 13);
    else {
      word[0] = fraction * 2 ** -24;
      into[i] = sign | bits[0]!;
    }
  }
}

/** float32 to bfloat16 bits, round to nearest even; NaN becomes the quiet NaN 0x7fc0. */
export function roundToBfloat16(values: Float32Array): Uint16Array {
  const from = new Uint32Array(values.buffer, values.byteOffset, values.length);
  const into = new Uint16Array(values.length);
  for (let i = 0; i < into.length; i++) {
    const float = from[i]!;
    const isNan = (float & 0x7fffffff) > 0x7f800000;
    into[i] = isNan ? 0x7fc0 : (float + 0x7fff + ((float >>> 16) & 1)) >>> 16;
  }
  return into;
}

/** float32 to IEEE half bits, round to nearest even; beyond 65,520 infinity; NaN quiet, its sign kept. */
export function roundToFloat16(values: Float32Array): Uint16Array {
  const from = new Uint32Array(values.buffer, values.byteOffset, values.length);
  const into = new Uint16Array(values.length);
  for (let i = 0; i < into.length; i++) {
    const float = from[i]!;
    const sign = (float >>> 16) & 0x8000;
    const magnitude = float & 0x7fffffff;
    if (magnitude > 0x7f800000) into[i] = sign | 0x7e00;
    else if (magnitude >= 0x477ff000) into[i] = sign | 0x7c00;
    else if (magnitude >= 0x38800000)
      into[i] = sign | ((magnitude - 0x38000000 + 0xfff + ((magnitude >>> 13) & 1)) >>> 13);
    else {
      // Below 2^-14 the step is 2^-24: adding 0.5 leaves exactly those bits, rounded to even by the addition itself.
      bits[0] = magnitude;
      word[0] = word[0]! + 0.5;
      into[i] = sign | (bits[0]! - 0x3f000000);
    }
  }
  return into;
}
