/** A resampling filter of Pillow: its weight at a distance, and how far it reaches. */
interface Filter {
  readonly support: number;
  weight(distance: number): number;
}

const BICUBIC: Filter = {
  support: 2,
  weight(distance) {
    const a = -0.5;
    const x = Math.abs(distance);
    if (x < 1) return ((a + 2) * x - (a + 3)) * x * x + 1;
    return x < 2 ? (((x - 5) * x + 8) * x - 4) * a : 0;
  },
};

const BILINEAR: Filter = {
  support: 1,
  weight(distance) {
    const x = Math.abs(distance);
    return x < 1 ? 1 - x : 0;
  },
};

export type FilterName = "bicubic" | "bilinear";

const FILTERS: Readonly<Record<FilterName, Filter>> = { bicubic: BICUBIC, bilinear: BILINEAR };

const PRECISION_BITS = 22;
const HALF = 1 << (PRECISION_BITS - 1);

/** For each output position: where its inputs begin, how many there are, and their fixed-point weights. */
interface Kernel {
  readonly size: number;
  readonly first: Int32Array;
  readonly count: Int32Array;
  readonly weights: Int32Array;
}

/**
 * Colours of an RGBA picture at another size, 3 bytes a pixel; alpha is dropped. Equals Pillow 12's `Image.resize` of an
 * RGB image bit for bit: two passes, the horizontal one first, 22-bit fixed-point weights, each pass rounded to 8 bits,
 * the filter widened when shrinking.
 */
export function resampleRgb(
  rgba: Uint8ClampedArray,
  from: { readonly width: number; readonly height: number },
  to: { readonly width: number; readonly height: number },
  filter: FilterName = "bicubic",
): Uint8ClampedArray {
  const colours = dropAlpha(rgba);
  const wide = from.width === to.width ? colours : resampleRows(colours, from.height, from.width, to.width, filter);
  return from.height === to.height ? wide : resampleColumns(wide, to.width, from.height, to.height, filter);
}

function dropAlpha(rgba: Uint8ClampedArray): Uint8ClampedArray {
  const rgb = new Uint8ClampedArray((rgba.length / 4) * 3);
  for (let from = 0, to = 0; from < rgba.length; from += 4, to += 3) {
    rgb[to] = rgba[from]!;
    rgb[to + 1] = rgba[from + 1]!;
    rgb[to + 2] = rgba[from + 2]!;
  }
  return rgb;
}

function resampleRows(
  rgb: Uint8ClampedArray,
  height: number,
  from: number,
  to: number,
  name: FilterName,
): Uint8ClampedArray {
  const { size, first, count, weights } = kernel(from, to, FILTERS[name]);
  const result = new Uint8ClampedArray(height * to * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < to; x++) {
      let red = HALF;
      let green = HALF;
      let blue = HALF;
      let at = (y * from + first[x]!) * 3;
      const end = x * size + count[x]!;
      for (let k = x * size; k < end; k++, at += 3) {
        const weight = weights[k]!;
        red += rgb[at]! * weight;
        green += rgb[at + 1]! * weight;
        blue += rgb[at + 2]! * weight;
      }
      const target = (y * to + x) * 3;
      result[target] = red >> PRECISION_BITS;
      result[target + 1] = green >> PRECISION_BITS;
      result[target + 2] = blue >> PRECISION_BITS;
    }
  }
  return result;
}

function resampleColumns(
  rgb: Uint8ClampedArray,
  width: number,
  from: number,
  to: number,
  name: FilterName,
): Uint8ClampedArray {
  const { size, first, count, weights } = kernel(from, to, FILTERS[name]);
  const stride = width * 3;
  const result = new Uint8ClampedArray(to * stride);
  const sums = new Int32Array(stride);
  for (let y = 0; y < to; y++) {
    sums.fill(HALF);
    for (let k = 0; k < count[y]!; k++) {
      const weight = weights[y * size + k]!;
      const row = (first[y]! + k) * stride;
      for (let i = 0; i < stride; i++) sums[i]! += rgb[row + i]! * weight;
    }
    for (let i = 0; i < stride; i++) result[y * stride + i] = sums[i]! >> PRECISION_BITS;
  }
  return result;
}

function kernel(from: number, to: number, filter: Filter): Kernel {
  const scale = from / to;
  const widening = Math.max(scale, 1);
  const support = filter.support * widening;
  const size = Math.ceil(support) * 2 + 1;
  const first = new Int32Array(to);
  const count = new Int32Array(to);
  const weights = new Int32Array(to * size);
  const exact = new Float64Array(size);
  for (let position = 0; position < to; position++) {
    const center = (position + 0.5) * scale;
    const begin = Math.max(0, Math.trunc(center - support + 0.5));
    const end = Math.min(from, Math.trunc(center + support + 0.5));
    let sum = 0;
    for (let k = 0; k < end - begin; k++) {
      exact[k] = filter.weight((k + begin - center + 0.5) * (1 / widening));
      sum += exact[k]!;
    }
    for (let k = 0; k < end - begin; k++) {
      const weight = sum === 0 ? exact[k]! : exact[k]! / sum;
      weights[position * size + k] = Math.trunc(weight * (1 << PRECISION_BITS) + (weight < 0 ? -0.5 : 0.5));
    }
    first[position] = begin;
    count[position] = end - begin;
  }
  return { size, first, count, weights };
}
