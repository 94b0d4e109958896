export type { ByteSource } from "./byte-source.js";
export { ConversationError } from "./conversation/conversation-error.js";
export type { ConversationRow, ImageReference, RowMessage, RowPart } from "./conversation/conversation-row.js";
export type { Form, FormName, FormValue, ReadRowOptions } from "./conversation/form.js";
export { detectForm, formNames, forms, readConversation } from "./conversation/forms.js";
export { readLlava, writeLlava } from "./conversation/llava-form.js";
export { readMessages, writeMessages } from "./conversation/messages-form.js";
export { readPromptCompletion, writePromptCompletion } from "./conversation/prompt-completion-form.js";
export { emptyShape, mergeShapes, type RowShape, shapeOf } from "./conversation/row-shape.js";
export { toConversation } from "./conversation/to-conversation.js";
export { readTrajectory, writeTrajectory } from "./conversation/trajectory-form.js";
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
export { decodeJsonArrayStream } from "./json-array-stream.js";
export { decodeJsonl, encodeJsonl } from "./jsonl.js";
export { decodeJsonlStream, type JsonRow, type StreamOptions } from "./jsonl-stream.js";
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
