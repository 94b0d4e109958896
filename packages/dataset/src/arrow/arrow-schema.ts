import {
  Binary,
  Bool,
  DataType,
  Field,
  Float32,
  Float64,
  Int8,
  Int16,
  Int32,
  Int64,
  List,
  Schema,
  Struct,
  Uint8,
  Uint16,
  Uint32,
  Uint64,
  Utf8,
} from "apache-arrow";
import { type Dtype, type Feature, type Features, kindOf, type StructFeature } from "../features.js";
import { featuresToMetadata } from "../huggingface-metadata.js";

/** The Arrow schema that 🤗 datasets gives these features, its metadata included. */
export function toArrowSchema(features: Features): Schema {
  const { key, value } = featuresToMetadata(features);
  return new Schema(toFields(features), new Map([[key, value!]]));
}

function toFields(fields: StructFeature): Field[] {
  return Object.entries(fields).map(([name, feature]) => new Field(name, toType(feature), true));
}

function toType(feature: Feature): DataType {
  const kind = kindOf(feature);
  switch (kind.kind) {
    case "value":
      return scalarTypes[kind.dtype];
    case "image":
      return new Struct([new Field("bytes", new Binary(), true), new Field("path", new Utf8(), true)]);
    case "list":
      return new List(new Field("item", toType(kind.item), true));
    case "struct":
      return new Struct(toFields(kind.fields));
    default:
      return kind satisfies never;
  }
}

const scalarTypes: Readonly<Record<Dtype, DataType>> = {
  string: new Utf8(),
  binary: new Binary(),
  int8: new Int8(),
  int16: new Int16(),
  int32: new Int32(),
  int64: new Int64(),
  uint8: new Uint8(),
  uint16: new Uint16(),
  uint32: new Uint32(),
  uint64: new Uint64(),
  float32: new Float32(),
  float64: new Float64(),
  bool: new Bool(),
};

/** The features of an Arrow schema by itself; a type that this package lacks is named as Arrow writes it. */
export function fromArrowFields(fields: readonly Field[]): Features {
  return Object.fromEntries(fields.map(({ name, type }) => [name, fromType(type)])) as Features;
}

function fromType(type: DataType): Feature {
  if (DataType.isDictionary(type)) return fromType(type.dictionary);
  if (DataType.isList(type) || DataType.isLargeList(type) || DataType.isFixedSizeList(type))
    return { _type: "List", feature: fromType(type.children[0]!.type) };
  if (DataType.isStruct(type)) return isImage(type) ? { _type: "Image" } : fromArrowFields(type.children);
  return { _type: "Value", dtype: dtypeOf(type) };
}

function isImage({ children }: Struct): boolean {
  const [bytes, path] = ["bytes", "path"].map((name) => children.find((child) => child.name === name)?.type);
  return children.length === 2 && bytes !== undefined && dtypeOf(bytes) === "binary" && dtypeOf(path!) === "string";
}

function dtypeOf(type: DataType | undefined): Dtype {
  if (DataType.isUtf8(type) || DataType.isLargeUtf8(type) || DataType.isUtf8View(type)) return "string";
  if (DataType.isBinary(type) || DataType.isLargeBinary(type) || DataType.isBinaryView(type)) return "binary";
  if (DataType.isFixedSizeBinary(type)) return "binary";
  // "Int8", "Uint64", "Float32", "Bool": 🤗's spelling but for the capital. Any other is refused by its name.
  return String(type).toLowerCase() as Dtype;
}
