export type { ByteSource } from "./byte-source.js";
export { type EncodeParquetOptions, encodeParquet } from "./encode-parquet.js";
export {
  type Dtype,
  type Feature,
  type FeatureKind,
  type Features,
  type ImageFeature,
  kindOf,
  type ListFeature,
  type StructFeature,
  type ValueFeature,
} from "./features.js";
export { decodeJsonl, encodeJsonl } from "./jsonl.js";
export { type OpenParquetOptions, openParquet, type ParquetRows } from "./open-parquet.js";
export { type RequireColumnsOptions, requireColumns } from "./require-columns.js";
export type { Cell, ImageCell, Row, StructCell } from "./row.js";
export {
  type Fractions,
  type Group,
  type GroupLists,
  type GroupSplit,
  type SplitByGroupOptions,
  splitByGroup,
} from "./split-by-group.js";
