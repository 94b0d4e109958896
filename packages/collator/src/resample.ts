import type { Image } from "@vlm/types";

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
 * A picture at another size, opaque: alpha is dropped, as by Pillow's `convert("RGB")`. Equals Pillow 12's
 * `Image.resize` of an RGB image bit for bit: two passes, 22-bit fixed-point weights, each pass rounded to 8 bits, the
 * filter widened when shrinking. A picture that has the size already is given back as it is.
 */
export function resample(
  image: Image,
  { width, height }: Pick<Image, "width" | "height">,
  filter: FilterName = "bicubic",
): Image {
  // Pillow shrinks a very tall picture in height first, all others in width.
  const tall = image.height > 100 * image.width && height < image.height;
  return tall
    ? toWidth(toHeight(image, height, filter), width, filter)
    : toHeight(toWidth(image, width, filter), height, filter);
}

function toWidth(image: Image, width: number, filter: FilterName): Image {
  return image.width === width ? image : resampleRows(image, width, kernel(image.width, width, FILTERS[filter]));
}

function toHeight(image: Image, height: number, filter: FilterName): Image {
  return image.height === height
    ? image
    : resampleColumns(image, height, kernel(image.height, height, FILTERS[filter]));
}

function resampleRows({ width: from, height, data }: Image, to: number, kernel: Kernel): Image {
  const { size, first, count, weights } = kernel;
  const result = new Uint8ClampedArray(4 * to * height);
  let target = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < to; x++, target += 4) {
      const at = 4 * (y * from + first[x]!);
      weigh(data, at, 4, weights, x * size, x * size + count[x]!, result, target);
    }
  }
  return { width: to, height, data: result };
}

function resampleColumns({ width, data }: Image, to: number, kernel: Kernel): Image {
  const { size, first, count, weights } = kernel;
  const result = new Uint8ClampedArray(4 * width * to);
  const stride = 4 * width;
  let target = 0;
  for (let y = 0; y < to; y++) {
    const row = first[y]! * stride;
    for (let x = 0; x < stride; x += 4, target += 4) {
      weigh(data, row + x, stride, weights, y * size, y * size + count[y]!, result, target);
    }
  }
  return { width, height: to, data: result };
}

/** One pixel: the weighted sum of pixels `step` bytes apart. The sums stay below 31 bits. */
function weigh(
  source: Uint8ClampedArray,
  at: number,
  step: number,
  weights: Int32Array,
  begin: number,
  end: number,
  result: Uint8ClampedArray,
  target: number,
): void {
  let red = HALF;
  let green = HALF;
  let blue = HALF;
  for (let k = begin, from = at; k < end; k++, from += step) {
    const weight = weights[k]!;
    red = (red + Math.imul(source[from]!, weight)) | 0;
    green = (green + Math.imul(source[from + 1]!, weight)) | 0;
    blue = (blue + Math.imul(source[from + 2]!, weight)) | 0;
  }
  result[target] = red >> PRECISION_BITS;
  result[target + 1] = green >> PRECISION_BITS;
  result[target + 2] = blue >> PRECISION_BITS;
  result[target + 3] = 255;
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
