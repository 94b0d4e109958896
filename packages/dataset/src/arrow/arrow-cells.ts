import { type Data, DataType, Vector } from "apache-arrow";
import { type Feature, kindOf } from "../features.js";
import type { Cell, ImageCell } from "../row.js";

/** The cells of an Arrow column, from its buffers: Arrow's own rows are proxies that are made anew for each field. */
export function arrowCells(feature: Feature, data: Data, path: string): Cell[] {
  if (DataType.isDictionary(data.type)) {
    const cells = data.dictionary!.data.flatMap((part: Data) => arrowCells(feature, part, path));
    return fill(data, (index) => cells[Number(data.values[index])]!);
  }
  const kind = kindOf(feature);
  switch (kind.kind) {
    case "value":
      return kind.labels === undefined ? scalars(data) : scalars(data).map(toNumber);
    case "image":
      return images(structs({ bytes: binary, path: text }, data, path), path);
    case "struct":
      return structs(kind.fields, data, path);
    case "list":
      return lists(kind.item, data, path);
    default:
      return kind satisfies never;
  }
}

const binary: Feature = { _type: "Value", dtype: "binary" };
const text: Feature = { _type: "Value", dtype: "string" };

function fill(data: Data, cellAt: (index: number) => Cell): Cell[] {
  return Array.from({ length: data.length }, (_, index) => (data.getValid(index) ? cellAt(index) : null));
}

/** Arrow's own decoder of text drops a leading byte order mark. */
const utf8 = new TextDecoder("utf-8", { ignoreBOM: true, fatal: true });

function scalars(data: Data): Cell[] {
  const { type, values } = data;
  if (DataType.isInt(type) || DataType.isFloat(type)) return fill(data, (index) => values[index] as number | bigint);
  if (DataType.isUtf8(type) || DataType.isLargeUtf8(type))
    return fill(data, (index) => utf8.decode(bytesAt(data, index)));
  // A copy: a view would keep the whole table in memory.
  if (DataType.isBinary(type) || DataType.isLargeBinary(type))
    return fill(data, (index) => bytesAt(data, index).slice());
  const vector = new Vector([data]);
  return fill(data, (index) => {
    const value = vector.get(index) as Cell;
    return value instanceof Uint8Array ? value.slice() : value;
  });
}

/** Offsets of 64 bits are bigints. */
function bytesAt({ values, valueOffsets }: Data, index: number): Uint8Array {
  const offsets = valueOffsets as ArrayLike<number | bigint>;
  return (values as Uint8Array).subarray(Number(offsets[index]), Number(offsets[index + 1]));
}

function toNumber(cell: Cell): number | null {
  return cell === null ? null : Number(cell);
}

function structs(fields: Readonly<Record<string, Feature>>, data: Data, path: string): Cell[] {
  const names = Object.keys(fields);
  const children = data.type.children as readonly { readonly name: string }[];
  const columns = names.map((name) => {
    const child = data.children[children.findIndex((field) => field.name === name)]!;
    return arrowCells(fields[name]!, child, `${path}.${name}`);
  });
  return fill(data, (index) => Object.fromEntries(names.map((name, column) => [name, columns[column]![index]!])));
}

function images(cells: readonly Cell[], path: string): Cell[] {
  return cells.map((cell) => {
    const image = cell as ImageCell | null;
    if (image !== null && image.bytes === null)
      throw new Error(
        `dataset: ${path} has no bytes (path ${JSON.stringify(image.path)}); expected the picture inside the table. Embed the pictures.`,
      );
    return image;
  });
}

function lists(item: Feature, data: Data, path: string): Cell[] {
  const cells = arrowCells(item, data.children[0]!, `${path}[]`);
  if (DataType.isFixedSizeList(data.type)) {
    const { listSize } = data.type;
    return fill(data, (index) => cells.slice(index * listSize, (index + 1) * listSize));
  }
  const offsets = data.valueOffsets as ArrayLike<number | bigint>;
  return fill(data, (index) => cells.slice(Number(offsets[index]), Number(offsets[index + 1])));
}
