import type { PixelTables } from "./planes.js";
import type { FilterName } from "./resample.js";

export type Json = Readonly<Record<string, unknown>>;

/** What every family's settings say of pixels. */
export interface PixelSettings {
  readonly resize: boolean;
  readonly filter: FilterName;
  /** The float32 of each byte, for each channel. */
  readonly tables: PixelTables;
}

export interface PixelDefaults {
  /** Pillow's number of the filter. */
  readonly resample: number;
  readonly mean: readonly number[];
  readonly std: readonly number[];
}

const FILTERS: ReadonlyMap<unknown, FilterName> = new Map([
  [2, "bilinear"],
  [3, "bicubic"],
]);

export function readPixelSettings(json: Json, defaults: PixelDefaults): PixelSettings {
  const filter = FILTERS.get(json.resample ?? defaults.resample);
  if (filter === undefined) throw wrongSetting("resample", json.resample, "2 (bilinear) or 3 (bicubic)");
  const scale = flag(json, "do_rescale") ? number(json, "rescale_factor", 1 / 255) : 1;
  const [mean, std] = flag(json, "do_normalize")
    ? [channels(json, "image_mean", defaults.mean), channels(json, "image_std", defaults.std)]
    : [null, null];
  const table = (channel: number): Float32Array =>
    floatTable(scale, mean && { mean: mean[channel]!, std: std[channel]! });
  return { resize: flag(json, "do_resize"), filter, tables: [table(0), table(1), table(2)] };
}

/** Rescaled in float64 and rounded, then normalised in float32, as numpy does it. */
function floatTable(
  scale: number,
  normalisation: { readonly mean: number; readonly std: number } | null,
): Float32Array {
  return Float32Array.from({ length: 256 }, (_, byte) => {
    const value = Math.fround(byte * scale);
    if (normalisation === null) return value;
    return Math.fround(value - Math.fround(normalisation.mean)) / Math.fround(normalisation.std);
  });
}

export function object(value: unknown, name: string): Json {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Json;
  throw wrongSetting(name, value, "a JSON object");
}

/** The setting, or `standard` where it is absent or null. */
export function positive(json: Json, name: string, standard: number, label: string = name): number {
  const value = json[name] ?? standard;
  if (typeof value === "number" && Number.isSafeInteger(value) && value > 0) return value;
  throw wrongSetting(label, value, "a positive integer");
}

function number(json: Json, name: string, standard: number): number {
  const value = json[name] ?? standard;
  if (typeof value === "number") return value;
  throw wrongSetting(name, value, "a number");
}

function flag(json: Json, name: string): boolean {
  const value = json[name] ?? true;
  if (typeof value === "boolean") return value;
  throw wrongSetting(name, value, "true or false");
}

function channels(json: Json, name: string, standard: readonly number[]): readonly number[] {
  const value = json[name] ?? standard;
  if (Array.isArray(value) && value.length === 3 && value.every((item) => typeof item === "number")) return value;
  throw wrongSetting(name, value, "three numbers");
}

export function wrongSetting(name: string, value: unknown, expected: string): Error {
  return new Error(
    `collator.createImageProcessor: ${name} is ${JSON.stringify(value)}; expected ${expected}. Check preprocessor_config.json.`,
  );
}
