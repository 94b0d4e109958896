import type { FilterName } from "./resample.js";

/** What a checkpoint's preprocessor_config.json says, with the defaults of transformers' Qwen2VLImageProcessor. */
export interface ImageSettings {
  readonly patchSize: number;
  readonly temporalPatchSize: number;
  readonly mergeSize: number;
  readonly minPixels: number;
  readonly maxPixels: number;
  readonly resize: boolean;
  readonly filter: FilterName;
  /** Null: pixels are not rescaled. */
  readonly rescaleFactor: number | null;
  /** Null: pixels are not normalised. */
  readonly normalisation: { readonly mean: readonly number[]; readonly std: readonly number[] } | null;
}

const CLIP_MEAN = [0.48145466, 0.4578275, 0.40821073];
const CLIP_STD = [0.26862954, 0.26130258, 0.27577711];
// Pillow's numbers.
const FILTERS: ReadonlyMap<unknown, FilterName> = new Map([
  [2, "bilinear"],
  [3, "bicubic"],
]);

type Json = Readonly<Record<string, unknown>>;

/**
 * Reads the settings from preprocessor_config.json (`min_pixels`, or `size.shortest_edge`) or from
 * processor_config.json, which holds them under `image_processor`.
 */
export function readImageSettings(config: unknown): ImageSettings {
  const outer = object(config, "the configuration");
  const json = outer.image_processor === undefined ? outer : object(outer.image_processor, "image_processor");
  const type = json.image_processor_type;
  if (type !== undefined && !/^Qwen[\w.]*VLImageProcessor/.test(String(type))) {
    throw wrong("image_processor_type", type, "one of Qwen's, such as Qwen2VLImageProcessor");
  }
  const size = json.size === undefined ? {} : object(json.size, "size");
  const filter = FILTERS.get(json.resample ?? 3);
  if (filter === undefined) throw wrong("resample", json.resample, "2 (bilinear) or 3 (bicubic)");
  return {
    patchSize: positive(json, "patch_size", 14),
    temporalPatchSize: positive(json, "temporal_patch_size", 2),
    mergeSize: positive(json, "merge_size", 2),
    minPixels: pixelLimit(json, "min_pixels", size, "shortest_edge", 56 * 56),
    maxPixels: pixelLimit(json, "max_pixels", size, "longest_edge", 28 * 28 * 1280),
    resize: flag(json, "do_resize"),
    filter,
    rescaleFactor: flag(json, "do_rescale") ? number(json, "rescale_factor", 1 / 255) : null,
    normalisation: flag(json, "do_normalize")
      ? { mean: channels(json, "image_mean", CLIP_MEAN), std: channels(json, "image_std", CLIP_STD) }
      : null,
  };
}

/** The old key wins over the new one, as in the reference; a size that lacks its edge is an error there too. */
function pixelLimit(json: Json, oldName: string, size: Json, edge: string, standard: number): number {
  if (json[oldName] !== undefined && json[oldName] !== null) return positive(json, oldName, standard);
  if (size[oldName] !== undefined) return positive(size, oldName, standard);
  if (json.size !== undefined && size[edge] === undefined) throw wrong(`size.${edge}`, undefined, "a number of pixels");
  return positive(size, edge, standard);
}

function object(value: unknown, name: string): Json {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Json;
  throw wrong(name, value, "a JSON object");
}

function positive(json: Json, name: string, standard: number): number {
  const value = json[name] ?? standard;
  if (typeof value === "number" && Number.isSafeInteger(value) && value > 0) return value;
  throw wrong(name, value, "a positive integer");
}

function number(json: Json, name: string, standard: number): number {
  const value = json[name] ?? standard;
  if (typeof value === "number") return value;
  throw wrong(name, value, "a number");
}

function flag(json: Json, name: string): boolean {
  const value = json[name] ?? true;
  if (typeof value === "boolean") return value;
  throw wrong(name, value, "true or false");
}

function channels(json: Json, name: string, standard: readonly number[]): readonly number[] {
  const value = json[name] ?? standard;
  if (Array.isArray(value) && value.length === 3 && value.every((item) => typeof item === "number")) return value;
  throw wrong(name, value, "three numbers");
}

function wrong(name: string, value: unknown, expected: string): Error {
  return new Error(
    `collator.createImageProcessor: ${name} is ${JSON.stringify(value)}; expected ${expected}. Check preprocessor_config.json.`,
  );
}
