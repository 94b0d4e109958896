/** What is wrong with a file, one word for each cause. */
export type SafetensorsErrorKind =
  | "header-missing"
  | "header-empty"
  | "header-too-large"
  | "header-truncated"
  | "header-start"
  | "header-utf8"
  | "header-json"
  | "duplicate-key"
  | "metadata-type"
  | "tensor-entry"
  | "dtype-unknown"
  | "shape"
  | "shape-overflow"
  | "offsets"
  | "size-mismatch"
  | "overlap"
  | "hole"
  | "trailing-bytes"
  | "data-truncated"
  | "git-lfs-pointer"
  | "pickle"
  | "index"
  | "shard-name"
  | "shard-case"
  | "shard-missing"
  | "shard-count"
  | "tensor-count"
  | "tensor-not-in-shard"
  | "tensor-in-two-shards"
  | "checkpoint-missing"
  | "outside-folder"
  | "not-a-file"
  | "http";

/** A file that must not be loaded. `kind` says why to a program, the message to a person. */
export class SafetensorsError extends Error {
  readonly kind: SafetensorsErrorKind;

  constructor(kind: SafetensorsErrorKind, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "SafetensorsError";
    this.kind = kind;
  }
}
