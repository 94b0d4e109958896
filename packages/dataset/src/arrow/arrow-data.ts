import { type Data, type DataType, type List, makeData, type Struct } from "apache-arrow";
import { type Feature, kindOf } from "../features.js";

/**
 * Cells that `cellEncoder` has checked as an Arrow column.
 *
 * Built from typed arrays: Arrow's own builders take a cell at a time.
 */
export function arrowData(feature: Feature, type: DataType, cells: readonly unknown[]): Data {
  const kind = kindOf(feature);
  const common = { length: cells.length, ...validity(cells) };
  switch (kind.kind) {
    case "value":
      if (kind.dtype === "string") return bytesData(type, cells.map(encodeText), common);
      if (kind.dtype === "binary") return bytesData(type, cells as readonly (Uint8Array | null)[], common);
      if (kind.dtype === "bool")
        return makeData({ type, data: bitmap(cells, (cell) => cell === true), ...common } as never);
      return makeData({ type, data: numbers(type, cells), ...common } as never);
    case "image":
      return structData({ bytes: binary, path: text }, type as Struct, cells, common);
    case "struct":
      return structData(kind.fields, type as Struct, cells, common);
    case "list": {
      const lists = cells as readonly (readonly unknown[] | null)[];
      const [item] = (type as List).children;
      const child = arrowData(
        kind.item,
        item!.type,
        lists.flatMap((list) => list ?? []),
      );
      return makeData({ type, valueOffsets: offsets(lists), child, ...common } as never);
    }
    default:
      return kind satisfies never;
  }
}

const binary: Feature = { _type: "Value", dtype: "binary" };
const text: Feature = { _type: "Value", dtype: "string" };

interface Common {
  readonly length: number;
  readonly nullCount: number;
  readonly nullBitmap: Uint8Array | null;
}

function structData(
  fields: Readonly<Record<string, Feature>>,
  type: Struct,
  cells: readonly unknown[],
  common: Common,
): Data {
  const structs = cells as readonly (Readonly<Record<string, unknown>> | null)[];
  const children = type.children.map(({ name, type: child }) =>
    arrowData(
      fields[name]!,
      child,
      structs.map((struct) => struct?.[name] ?? null),
    ),
  );
  return makeData({ type, children, ...common } as never);
}

function bytesData(type: DataType, cells: readonly (Uint8Array | null)[], common: Common): Data {
  const valueOffsets = offsets(cells);
  const data = new Uint8Array(valueOffsets.at(-1)!);
  for (const [index, cell] of cells.entries()) if (cell !== null) data.set(cell, valueOffsets[index]!);
  return makeData({ type, valueOffsets, data, ...common } as never);
}

const utf8 = new TextEncoder();

function encodeText(cell: unknown): Uint8Array | null {
  return cell === null ? null : utf8.encode(cell as string);
}

/** Where each cell's values begin, and where the last one's end. */
function offsets(cells: readonly (ArrayLike<unknown> | null)[]): Int32Array {
  const ends = new Int32Array(cells.length + 1);
  for (const [index, cell] of cells.entries()) ends[index + 1] = ends[index]! + (cell?.length ?? 0);
  return ends;
}

function numbers(type: DataType, cells: readonly unknown[]): ArrayBufferView {
  const values = new (type.ArrayType as new (length: number) => Record<number, unknown> & ArrayBufferView)(
    cells.length,
  );
  for (const [index, cell] of cells.entries()) if (cell !== null) values[index] = cell;
  return values;
}

function validity(cells: readonly unknown[]): Pick<Common, "nullCount" | "nullBitmap"> {
  let nullCount = 0;
  for (const cell of cells) if (cell === null) nullCount++;
  return { nullCount, nullBitmap: nullCount === 0 ? null : bitmap(cells, (cell) => cell !== null) };
}

function bitmap(cells: readonly unknown[], isSet: (cell: unknown) => boolean): Uint8Array {
  const bits = new Uint8Array(Math.ceil(cells.length / 64) * 8);
  for (const [index, cell] of cells.entries()) if (isSet(cell)) bits[index >> 3]! |= 1 << (index & 7);
  return bits;
}
