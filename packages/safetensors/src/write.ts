import { DTYPES, type Dtype } from "./dtype.js";
import { byteLength, type TensorData, toBytes } from "./tensor.js";

/** What the header says of a tensor. */
export type Described = Pick<TensorData, "dtype" | "shape">;

/** A file before it is written: its parts, in order. */
export interface Layout<T extends Described> {
  /** Length, JSON header and its padding. */
  readonly header: Uint8Array;
  readonly tensors: readonly { readonly name: string; readonly tensor: T; readonly size: number }[];
  /** Bytes of the whole file. */
  readonly size: number;
}

/**
 * Where the reference library puts each byte: tensors by falling alignment of their dtype, then by name; the header
 * padded with spaces to a multiple of 8, so that every tensor is aligned. Metadata stands in the order of its keys.
 */
export function layOut<T extends Described>(
  tensors: Iterable<readonly [string, T]>,
  metadata: Readonly<Record<string, string>> = {},
): Layout<T> {
  const alignment = new Map<Dtype, number>(DTYPES.map((dtype, rank) => [dtype, rank]));
  const encoder = new TextEncoder();
  const entries = [...tensors].map(([name, tensor]) => ({ name, key: encoder.encode(name), tensor }));
  entries.sort((a, b) => alignment.get(b.tensor.dtype)! - alignment.get(a.tensor.dtype)! || compareBytes(a.key, b.key));
  const names = new Set<string>();
  const fields: string[] = [];
  const keys = Object.keys(metadata).sort();
  if (keys.length > 0) {
    fields.push(
      `"__metadata__":{${keys.map((key) => `${JSON.stringify(key)}:${JSON.stringify(metadata[key])}`).join(",")}}`,
    );
  }
  const parts: { name: string; tensor: T; size: number }[] = [];
  let offset = 0;
  for (const { name, tensor } of entries) {
    if (name === "__metadata__" || names.has(name)) {
      throw new Error(
        `safetensors.serialize: tensor ${JSON.stringify(name)} is ${names.has(name) ? "given twice" : "a reserved name"}; expected each name once. Rename it.`,
      );
    }
    names.add(name);
    const size = byteLength(name, tensor);
    const place = `"dtype":"${tensor.dtype}","shape":[${tensor.shape.join(",")}],"data_offsets":[${offset},${offset + size}]`;
    fields.push(`${JSON.stringify(name)}:{${place}}`);
    parts.push({ name, tensor, size });
    offset += size;
  }
  const json = encoder.encode(`{${fields.join(",")}}`);
  const header = new Uint8Array(8 + Math.ceil(json.length / 8) * 8).fill(0x20);
  new DataView(header.buffer).setBigUint64(0, BigInt(header.length - 8), true);
  header.set(json, 8);
  return { header, tensors: parts, size: header.length + offset };
}

/** The bytes of a safetensors file, equal to the reference library's. Pass a Map or `Object.entries(...)`. */
export function serialize(
  tensors: Iterable<readonly [string, TensorData]>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array {
  const layout = layOut(tensors, metadata);
  const file = new Uint8Array(layout.size);
  file.set(layout.header);
  let offset = layout.header.length;
  for (const { name, tensor, size } of layout.tensors) {
    file.set(toBytes(name, tensor), offset);
    offset += size;
  }
  return file;
}

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i++) if (a[i] !== b[i]) return a[i]! - b[i]!;
  return a.length - b.length;
}
