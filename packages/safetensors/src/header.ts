import { bytesPerElement, DTYPES, type Dtype, isDtype } from "./dtype.js";
import { SafetensorsError, type SafetensorsErrorKind } from "./error.js";
import { JsonError, type JsonObject, type JsonValue, parseJson } from "./json.js";
import { foreignFormat } from "./magic.js";
import type { Source } from "./source.js";

export interface TensorInfo {
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  /** First byte, counted from the start of the source. */
  readonly begin: number;
  /** One past the last byte, counted from the start of the source. */
  readonly end: number;
}

export interface Header {
  /** In the order of the file's header. */
  readonly tensors: ReadonlyMap<string, TensorInfo>;
  readonly metadata: ReadonlyMap<string, string>;
  /** Where the tensors' bytes start. */
  readonly dataBegin: number;
}

/** The reference library's limit, in bytes. */
export const HEADER_LIMIT = 100_000_000;

/**
 * Reads and checks the header of a safetensors source; no tensor is read. What it lets through is contiguous, in
 * bounds and as large as its shapes say.
 *
 * @throws SafetensorsError, with a `kind` for each way in which a file can be wrong.
 */
export async function readHeader(source: Source): Promise<Header> {
  const fail = failure(source.name);
  const start = new Uint8Array(Math.min(source.size, 64));
  await source.read(0, start);
  if (start.length < 8) {
    throw (
      foreignFormat(source.name, start) ??
      fail(
        "header-missing",
        `holds ${source.size} bytes`,
        "at least the 8 bytes of the header's length",
        "Copy it again.",
      )
    );
  }
  const declared = new DataView(start.buffer).getBigUint64(0, true);
  const wrongLength =
    lengthError(declared, source, fail) ?? (start.length > 8 && start[8] !== 0x7b ? notAnObject(fail) : null);
  if (wrongLength) throw foreignFormat(source.name, start) ?? wrongLength;

  const bytes = new Uint8Array(Number(declared));
  await source.read(8, bytes);
  const dataBegin = 8 + bytes.length;
  const root = parseHeader(bytes, fail);
  const tensors = new Map<string, TensorInfo>();
  let metadata: ReadonlyMap<string, string> = new Map();
  for (const [name, value] of root) {
    if (name === "__metadata__") metadata = readMetadata(value, fail);
    else tensors.set(name, readInfo(name, value, dataBegin, fail));
  }
  checkLayout(tensors, dataBegin, source.size, fail);
  return { tensors, metadata, dataBegin };
}

type Fail = (
  kind: SafetensorsErrorKind,
  what: string,
  expected: string,
  advice: string,
  cause?: unknown,
) => SafetensorsError;

function failure(name: string): Fail {
  return (kind, what, expected, advice, cause) =>
    new SafetensorsError(
      kind,
      `safetensors.readHeader: ${name} ${what}; expected ${expected}. ${advice}`,
      cause === undefined ? undefined : { cause },
    );
}

const COPY_AGAIN = "The file is damaged or cut off: copy it again.";
const WRITE_AGAIN = "Write the file again with a safetensors library.";

function lengthError(declared: bigint, source: Source, fail: Fail): SafetensorsError | null {
  if (declared === 0n) return fail("header-empty", "has a header of 0 bytes", "a JSON object", WRITE_AGAIN);
  if (declared > BigInt(HEADER_LIMIT)) {
    return fail(
      "header-too-large",
      `declares a header of ${declared} bytes`,
      `at most ${HEADER_LIMIT}`,
      "This is no safetensors file.",
    );
  }
  if (declared > BigInt(source.size - 8)) {
    return fail(
      "header-truncated",
      `declares a header of ${declared} bytes and has ${source.size - 8} after its length`,
      "the whole header",
      COPY_AGAIN,
    );
  }
  return null;
}

function notAnObject(fail: Fail): SafetensorsError {
  return fail(
    "header-start",
    "has a header that does not start with {",
    "a JSON object",
    "This is no safetensors file.",
  );
}

function parseHeader(bytes: Uint8Array, fail: Fail): JsonObject {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw fail("header-utf8", "has a header that is not UTF-8", "UTF-8 text", WRITE_AGAIN, cause);
  }
  try {
    return parseJson(text) as JsonObject;
  } catch (cause) {
    if (!(cause instanceof JsonError)) throw cause;
    if (cause.duplicate !== undefined) {
      throw fail(
        "duplicate-key",
        `names ${quote(cause.duplicate)} twice in its header`,
        "each name once",
        WRITE_AGAIN,
        cause,
      );
    }
    throw fail("header-json", `has a header that is not JSON: ${cause.message}`, "a JSON object", WRITE_AGAIN, cause);
  }
}

function readMetadata(value: JsonValue, fail: Fail): ReadonlyMap<string, string> {
  const metadata = new Map<string, string>();
  if (!(value instanceof Map)) {
    throw fail("metadata-type", "has a __metadata__ that is no object", "an object of strings", WRITE_AGAIN);
  }
  for (const [key, text] of value) {
    if (typeof text !== "string") {
      throw fail("metadata-type", `has a __metadata__.${key} that is no string`, "an object of strings", WRITE_AGAIN);
    }
    metadata.set(key, text);
  }
  return metadata;
}

function readInfo(name: string, value: JsonValue, dataBegin: number, fail: Fail): TensorInfo {
  const keys = value instanceof Map ? [...value.keys()].sort().join(" ") : "no object";
  if (!(value instanceof Map) || keys !== "data_offsets dtype shape") {
    throw fail("tensor-entry", `describes ${quote(name)} by: ${keys}`, "data_offsets, dtype and shape", WRITE_AGAIN);
  }
  const dtype = value.get("dtype");
  if (typeof dtype !== "string" || !isDtype(dtype)) {
    const known = DTYPES.join(", ");
    throw fail(
      "dtype-unknown",
      `gives ${quote(name)} the dtype ${show(dtype)}`,
      `one of ${known}`,
      "Convert it to one of these.",
    );
  }
  const shape = integers(value.get("shape"));
  if (shape === null) {
    throw fail(
      "shape",
      `gives ${quote(name)} the shape ${show(value.get("shape"))}`,
      "non-negative integers",
      WRITE_AGAIN,
    );
  }
  const offsets = integers(value.get("data_offsets"));
  if (offsets?.length !== 2 || offsets[0]! > offsets[1]!) {
    throw fail(
      "offsets",
      `gives ${quote(name)} the data_offsets ${show(value.get("data_offsets"))}`,
      "[begin, end] with 0 <= begin <= end",
      WRITE_AGAIN,
    );
  }
  const bytes = byteSize(shape, dtype);
  if (bytes === null) {
    throw fail("shape-overflow", `gives ${quote(name)} the shape [${shape}]`, "a size below 2^53 bytes", WRITE_AGAIN);
  }
  if (bytes !== offsets[1]! - offsets[0]!) {
    throw fail(
      "size-mismatch",
      `holds ${offsets[1]! - offsets[0]!} bytes of ${quote(name)}`,
      `${bytes} for ${dtype} [${shape}]`,
      WRITE_AGAIN,
    );
  }
  return { dtype, shape, begin: dataBegin + offsets[0]!, end: dataBegin + offsets[1]! };
}

function integers(value: JsonValue | undefined): readonly number[] | null {
  return Array.isArray(value) && value.every((item) => typeof item === "number") ? value : null;
}

/** Bytes of a tensor, or null when a partial product leaves the safe integers. */
function byteSize(shape: readonly number[], dtype: Dtype): number | null {
  let bytes = bytesPerElement(dtype);
  for (const size of shape) {
    bytes *= size;
    if (!Number.isSafeInteger(bytes)) return null;
  }
  return bytes;
}

function checkLayout(tensors: ReadonlyMap<string, TensorInfo>, dataBegin: number, size: number, fail: Fail): void {
  const order = [...tensors].sort(([, a], [, b]) => a.begin - b.begin || a.end - b.end);
  let position = dataBegin;
  for (const [name, { begin, end }] of order) {
    if (begin < position) {
      throw fail(
        "overlap",
        `has ${quote(name)} ${position - begin} bytes inside the tensor before it`,
        "tensors one after another",
        WRITE_AGAIN,
      );
    }
    if (begin > position) {
      throw fail(
        "hole",
        `has ${begin - position} unused bytes before ${quote(name)}`,
        "tensors without holes",
        WRITE_AGAIN,
      );
    }
    position = end;
  }
  if (position > size) throw fail("data-truncated", `has ${size} bytes`, `${position} by its header`, COPY_AGAIN);
  if (position < size) {
    throw fail(
      "trailing-bytes",
      `has ${size} bytes`,
      `${position} by its header`,
      "Bytes after the last tensor may hide another file: write it again.",
    );
  }
}

function quote(name: string): string {
  return JSON.stringify(name.length > 200 ? `${name.slice(0, 200)}…` : name);
}

function show(value: JsonValue | undefined): string {
  if (value === undefined) return "nothing";
  if (Array.isArray(value)) return `[${value.slice(0, 8).map(show).join(",")}${value.length > 8 ? ",…" : ""}]`;
  if (value instanceof Map) return "an object";
  if (typeof value === "object" && value !== null && "literal" in value) return value.literal.slice(0, 40);
  return typeof value === "string" ? quote(value) : String(value);
}
