import type { Color } from "./color.js";
import type { Coverage } from "./coverage.js";
import { packed } from "./pixel.js";

/** A small picture to be laid over another: runs of pixels that hide what is below, and single pixels that mix with it. */
export interface Sprite {
  /** x, y and length of each run of full pixels, whose colors stand one after another in `colors`. */
  readonly runs: Uint16Array;
  /** Words of pixels, see `packed`. */
  readonly colors: Uint32Array;
  /** x and y of each mixed pixel. */
  readonly places: Uint16Array;
  /** 255 − opacity of each mixed pixel. */
  readonly clearness: Uint8Array;
  /** Red, green and blue of each mixed pixel, times its opacity: 0 to 65,025. */
  readonly light: Uint16Array;
  /** Tight around all that is not clear: left, top, right, bottom in pixels from the sprite's corner. */
  readonly bounds: readonly [left: number, top: number, right: number, bottom: number];
}

/** A shape filled with one color. */
export interface Layer {
  readonly coverage: Coverage;
  readonly color: Color;
}

/** Lays layers of one size over each other, the first at the bottom. */
export function sprite(layers: readonly Layer[]): Sprite {
  const { width, height } = layers[0]?.coverage ?? { width: 0, height: 0 };
  const opacity = new Uint8Array(width * height);
  const light = new Uint16Array(3 * width * height);
  for (const { coverage, color } of layers) {
    for (let pixel = 0; pixel < opacity.length; pixel++) {
      const alpha = coverage.data[pixel]!;
      if (alpha === 0) continue;
      const left = 255 - alpha;
      opacity[pixel] = Math.floor((opacity[pixel]! * left + 255 * alpha + 127) / 255);
      for (let channel = 0; channel < 3; channel++) {
        const at = 3 * pixel + channel;
        light[at] = Math.floor((light[at]! * left + 127) / 255) + color[channel]! * alpha;
      }
    }
  }
  return compact(width, height, opacity, light);
}

function compact(width: number, height: number, opacity: Uint8Array, light: Uint16Array): Sprite {
  const runs: number[] = [];
  const colors: number[] = [];
  const places: number[] = [];
  const clearness: number[] = [];
  const mixed: number[] = [];
  let [left, top, right, bottom] = [width, height, 0, 0];
  for (let y = 0; y < height; y++) {
    let length = 0;
    for (let x = 0; x <= width; x++) {
      const pixel = y * width + x;
      const alpha = x < width ? opacity[pixel]! : 0;
      if (alpha === 255) {
        length++;
        colors.push(packed(full(light[3 * pixel]!), full(light[3 * pixel + 1]!), full(light[3 * pixel + 2]!)));
      } else if (length > 0) {
        runs.push(x - length, y, length);
        length = 0;
      }
      if (alpha === 0) continue;
      left = Math.min(left, x);
      top = Math.min(top, y);
      right = Math.max(right, x + 1);
      bottom = Math.max(bottom, y + 1);
      if (alpha === 255) continue;
      places.push(x, y);
      clearness.push(255 - alpha);
      mixed.push(light[3 * pixel]!, light[3 * pixel + 1]!, light[3 * pixel + 2]!);
    }
  }
  return {
    runs: Uint16Array.from(runs),
    colors: Uint32Array.from(colors),
    places: Uint16Array.from(places),
    clearness: Uint8Array.from(clearness),
    light: Uint16Array.from(mixed),
    bounds: right > left ? [left, top, right, bottom] : [0, 0, 0, 0],
  };
}

function full(light: number): number {
  return Math.floor((light + 127) / 255);
}
