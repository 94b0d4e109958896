import { describe, expect, it } from "vitest";
import { SafetensorsError } from "./error.js";
import { readHeader } from "./header.js";
import { bytesSource } from "./source.js";

const encoder = new TextEncoder();

function file(header: string | Uint8Array, dataBytes = 0, declared?: bigint): Uint8Array {
  const json = typeof header === "string" ? encoder.encode(header) : header;
  const bytes = new Uint8Array(8 + json.length + dataBytes);
  new DataView(bytes.buffer).setBigUint64(0, declared ?? BigInt(json.length), true);
  bytes.set(json, 8);
  return bytes;
}

async function refusal(bytes: Uint8Array): Promise<readonly [string, string]> {
  const error: unknown = await readHeader(bytesSource("m.safetensors", bytes)).catch((reason: unknown) => reason);
  if (!(error instanceof SafetensorsError)) throw new Error(`not refused: ${error}`);
  return [error.kind, error.message.replace("safetensors.readHeader: m.safetensors ", "")];
}

const tensor = (begin: number, end: number, shape = `[${end - begin}]`, dtype = '"U8"'): string =>
  `{"dtype":${dtype},"shape":${shape},"data_offsets":[${begin},${end}]}`;
const WRITE = "Write the file again with a safetensors library.";
const COPY = "The file is damaged or cut off: copy it again.";
const DTYPES = "BOOL, U8, I8, F8_E5M2, F8_E4M3, I16, U16, F16, BF16, I32, U32, F32, F64, I64, U64";

const catalogue: readonly (readonly [what: string, bytes: Uint8Array, kind: string, message: string])[] = [
  [
    "an empty file",
    new Uint8Array(0),
    "header-missing",
    "holds 0 bytes; expected at least the 8 bytes of the header's length. Copy it again.",
  ],
  [
    "7 bytes",
    new Uint8Array(7),
    "header-missing",
    "holds 7 bytes; expected at least the 8 bytes of the header's length. Copy it again.",
  ],
  ["a header of no bytes", file("", 3), "header-empty", `has a header of 0 bytes; expected a JSON object. ${WRITE}`],
  [
    "2^63",
    file("{}", 0, 2n ** 63n),
    "header-too-large",
    "declares a header of 9223372036854775808 bytes; expected at most 100000000. This is no safetensors file.",
  ],
  [
    "just above the cap",
    file("{}", 0, 100_000_001n),
    "header-too-large",
    "declares a header of 100000001 bytes; expected at most 100000000. This is no safetensors file.",
  ],
  [
    "a header longer than the file",
    file("{}", 0, 3n),
    "header-truncated",
    `declares a header of 3 bytes and has 2 after its length; expected the whole header. ${COPY}`,
  ],
  [
    "a file of 8 bytes",
    file("", 0, 5n),
    "header-truncated",
    `declares a header of 5 bytes and has 0 after its length; expected the whole header. ${COPY}`,
  ],
  [
    "an array",
    file("[]"),
    "header-start",
    "has a header that does not start with {; expected a JSON object. This is no safetensors file.",
  ],
  [
    "a leading space",
    file(" {}"),
    "header-start",
    "has a header that does not start with {; expected a JSON object. This is no safetensors file.",
  ],
  [
    "bad UTF-8",
    file(Uint8Array.of(0x7b, 0xff, 0x7d)),
    "header-utf8",
    `has a header that is not UTF-8; expected UTF-8 text. ${WRITE}`,
  ],
  [
    "no JSON",
    file('{"a":'),
    "header-json",
    `has a header that is not JSON: no value at character 5; expected a JSON object. ${WRITE}`,
  ],
  [
    "text after the object",
    file("{}x"),
    "header-json",
    `has a header that is not JSON: text after the end at character 2; expected a JSON object. ${WRITE}`,
  ],
  [
    "deep nesting",
    file(`{"a":${"[".repeat(1e5)}`),
    "header-json",
    `has a header that is not JSON: nesting deeper than 32 at character 37; expected a JSON object. ${WRITE}`,
  ],
  [
    "a lone surrogate",
    file('{"\\ud800":1}'),
    "header-json",
    `has a header that is not JSON: a malformed string at character 1; expected a JSON object. ${WRITE}`,
  ],
  [
    "a tensor twice",
    file(`{"a":${tensor(0, 1)},"a":${tensor(1, 2)}}`, 2),
    "duplicate-key",
    `names "a" twice in its header; expected each name once. ${WRITE}`,
  ],
  [
    "a name twice, once escaped",
    file(`{"a":${tensor(0, 1)},"\\u0061":${tensor(1, 2)}}`, 2),
    "duplicate-key",
    `names "a" twice in its header; expected each name once. ${WRITE}`,
  ],
  [
    "a field twice",
    file('{"a":{"dtype":"U8","dtype":"I8"}}'),
    "duplicate-key",
    `names "dtype" twice in its header; expected each name once. ${WRITE}`,
  ],
  [
    "metadata that is a list",
    file('{"__metadata__":[]}'),
    "metadata-type",
    `has a __metadata__ that is no object; expected an object of strings. ${WRITE}`,
  ],
  [
    "metadata of numbers",
    file('{"__metadata__":{"a":1}}'),
    "metadata-type",
    `has a __metadata__.a that is no string; expected an object of strings. ${WRITE}`,
  ],
  [
    "a tensor that is a number",
    file('{"a":1}'),
    "tensor-entry",
    `describes "a" by: no object; expected data_offsets, dtype and shape. ${WRITE}`,
  ],
  [
    "a missing field",
    file('{"a":{"dtype":"U8","shape":[]}}'),
    "tensor-entry",
    `describes "a" by: dtype shape; expected data_offsets, dtype and shape. ${WRITE}`,
  ],
  [
    "__proto__ as a field",
    file('{"a":{"__proto__":{"dtype":"U8"}}}'),
    "tensor-entry",
    `describes "a" by: __proto__; expected data_offsets, dtype and shape. ${WRITE}`,
  ],
  [
    "an unknown dtype",
    file(`{"a":${tensor(0, 1, "[1]", '"F4"')}}`, 1),
    "dtype-unknown",
    `gives "a" the dtype "F4"; expected one of ${DTYPES}. Convert it to one of these.`,
  ],
  [
    "a dtype from the prototype",
    file(`{"a":${tensor(0, 1, "[1]", '"toString"')}}`, 1),
    "dtype-unknown",
    `gives "a" the dtype "toString"; expected one of ${DTYPES}. Convert it to one of these.`,
  ],
  [
    "a negative size",
    file(`{"a":${tensor(0, 1, "[-1]")}}`, 1),
    "shape",
    `gives "a" the shape [-1]; expected non-negative integers. ${WRITE}`,
  ],
  [
    "a shape that is a number",
    file(`{"a":${tensor(0, 1, "1")}}`, 1),
    "shape",
    `gives "a" the shape 1; expected non-negative integers. ${WRITE}`,
  ],
  [
    "a shape beyond 2^53",
    file(`{"a":${tensor(0, 1, "[4294967296,4294967296]")}}`, 1),
    "shape-overflow",
    `gives "a" the shape [4294967296,4294967296]; expected a size below 2^53 bytes. ${WRITE}`,
  ],
  [
    "an overflow hidden by a zero",
    file(`{"a":${tensor(0, 0, "[4294967296,4294967296,0]")}}`),
    "shape-overflow",
    `gives "a" the shape [4294967296,4294967296,0]; expected a size below 2^53 bytes. ${WRITE}`,
  ],
  [
    "begin behind end",
    file(`{"a":${tensor(2, 1, "[1]")}}`, 2),
    "offsets",
    `gives "a" the data_offsets [2,1]; expected [begin, end] with 0 <= begin <= end. ${WRITE}`,
  ],
  [
    "a negative offset",
    file('{"a":{"dtype":"U8","shape":[1],"data_offsets":[-1,0]}}', 1),
    "offsets",
    `gives "a" the data_offsets [-1,0]; expected [begin, end] with 0 <= begin <= end. ${WRITE}`,
  ],
  [
    "a fractional offset",
    file('{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1.0]}}', 1),
    "offsets",
    `gives "a" the data_offsets [0,1.0]; expected [begin, end] with 0 <= begin <= end. ${WRITE}`,
  ],
  [
    "an offset of 2^53 + 1",
    file('{"a":{"dtype":"U8","shape":[1],"data_offsets":[9007199254740993,9007199254740994]}}', 1),
    "offsets",
    `gives "a" the data_offsets [9007199254740993,9007199254740994]; expected [begin, end] with 0 <= begin <= end. ${WRITE}`,
  ],
  [
    "three offsets",
    file('{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1,2]}}', 1),
    "offsets",
    `gives "a" the data_offsets [0,1,2]; expected [begin, end] with 0 <= begin <= end. ${WRITE}`,
  ],
  [
    "a size that is not the shape's",
    file(`{"a":${tensor(0, 3, "[1]", '"F32"')}}`, 3),
    "size-mismatch",
    `holds 3 bytes of "a"; expected 4 for F32 [1]. ${WRITE}`,
  ],
  [
    "an overlap",
    file(`{"a":${tensor(0, 2)},"b":${tensor(1, 3)}}`, 3),
    "overlap",
    `has "b" 1 bytes inside the tensor before it; expected tensors one after another. ${WRITE}`,
  ],
  [
    "a hole",
    file(`{"a":${tensor(0, 1)},"b":${tensor(2, 3)}}`, 3),
    "hole",
    `has 1 unused bytes before "b"; expected tensors without holes. ${WRITE}`,
  ],
  [
    "truncated data",
    file(`{"a":${tensor(0, 9)}}`, 8),
    "data-truncated",
    `has 69 bytes; expected 70 by its header. ${COPY}`,
  ],
  [
    "trailing bytes",
    file(`{"a":${tensor(0, 1)}}`, 2),
    "trailing-bytes",
    "has 63 bytes; expected 62 by its header. Bytes after the last tensor may hide another file: write it again.",
  ],
  [
    "a Git LFS pointer",
    encoder.encode("version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9\n"),
    "git-lfs-pointer",
    'is a Git LFS pointer; expected the weights themselves. Run "git lfs pull" in its folder.',
  ],
  [
    "a pickle",
    Uint8Array.of(0x80, 2, 0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20),
    "pickle",
    "is a PyTorch pickle, which can run code; expected safetensors. Convert it where you trust it: model.save_pretrained(folder, safe_serialization=True).",
  ],
  [
    "a zip of pickles",
    encoder.encode("PK\u0003\u0004 archive/data.pkl"),
    "pickle",
    "is a PyTorch pickle, which can run code; expected safetensors. Convert it where you trust it: model.save_pretrained(folder, safe_serialization=True).",
  ],
];

describe("readHeader", () => {
  it.each(catalogue)("refuses %s", async (_what, bytes, kind, message) => {
    expect(await refusal(bytes)).toEqual([kind, message]);
  });

  it("takes empty tensors, tensors of rank 0, and a file without tensors", async () => {
    const bytes = file(`{"e":${tensor(0, 0, "[0,3]")},"s":${tensor(0, 1, "[]")},"f":${tensor(1, 1, "[0]")}}`, 1);
    const { tensors, dataBegin } = await readHeader(bytesSource("m", bytes));
    expect([...tensors.keys()]).toEqual(["e", "s", "f"]);
    expect(tensors.get("s")).toEqual({ dtype: "U8", shape: [], begin: dataBegin, end: dataBegin + 1 });
    expect((await readHeader(bytesSource("m", file("{}      ")))).tensors.size).toBe(0);
  });

  it("takes a header whose length looks like a pickle's first bytes", async () => {
    const json = "{}".padEnd(0x280, " ");
    expect((await readHeader(bytesSource("m", file(json)))).dataBegin).toBe(8 + 0x280);
  });

  it("holds __proto__ as a name like any other", async () => {
    const { tensors } = await readHeader(bytesSource("m", file(`{"__proto__":${tensor(0, 1)}}`, 1)));
    expect([...tensors.keys()]).toEqual(["__proto__"]);
    expect(Object.hasOwn(Object.prototype, "dtype")).toBe(false);
  });
});
