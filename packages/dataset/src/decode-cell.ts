import { type Feature, kindOf, type StructFeature } from "./features.js";
import type { Cell, ImageCell, StructCell } from "./row.js";

/** Turns what the Parquet reader gives into a cell. */
export type CellDecoder = (value: unknown) => Cell;

/** Compiled once per column, run once per row. `path` names the column in errors. */
export function cellDecoder(feature: Feature, path: string): CellDecoder {
  const decode = valueDecoder(feature, path);
  // The reader says undefined for a null struct or list, null for a null scalar.
  return (value) => (value === null || value === undefined ? null : decode(value));
}

function valueDecoder(feature: Feature, path: string): CellDecoder {
  const kind = kindOf(feature);
  switch (kind.kind) {
    case "value":
      return (value) => value as Cell;
    case "image":
      return (value) => decodeImage(value as StoredImage, path);
    case "list": {
      const decode = cellDecoder(kind.item, `${path}[]`);
      return (value) => Array.from(value as ArrayLike<unknown>, decode);
    }
    case "struct":
      return structDecoder(kind.fields, path);
    default:
      return kind satisfies never;
  }
}

function structDecoder(fields: StructFeature, path: string): (value: unknown) => StructCell {
  const decoders = Object.entries(fields).map(
    ([name, feature]) => [name, cellDecoder(feature, `${path}.${name}`)] as const,
  );
  return (value) => {
    const struct = value as Readonly<Record<string, unknown>>;
    return Object.fromEntries(decoders.map(([name, decode]) => [name, decode(struct[name])]));
  };
}

interface StoredImage {
  readonly bytes?: Uint8Array | null;
  readonly path?: string | null;
}

function decodeImage({ bytes, path: file }: StoredImage, path: string): ImageCell {
  if (!bytes)
    throw new Error(
      `dataset: ${path} has no bytes (path ${JSON.stringify(file ?? null)}); expected the picture inside the file. Embed the pictures: in 🤗 datasets, save with to_parquet or push_to_hub.`,
    );
  // A copy: the reader's bytes are a view that would keep a whole column chunk in memory.
  return { bytes: bytes.slice(), path: file ?? null };
}
