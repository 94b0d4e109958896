import { describe, expect, it, vi } from "vitest";
import { openCheckpoint } from "./checkpoint.js";
import { SafetensorsError } from "./error.js";
import { bytesSource, type Folder } from "./source.js";
import { serialize } from "./write.js";

const INDEX = "model.safetensors.index.json";
const shard = (...names: string[]): Uint8Array =>
  serialize(
    names.map((name) => [name, { dtype: "F32", shape: [1], data: Float32Array.of(name.charCodeAt(0)) }] as const),
  );

interface TestFolder extends Folder {
  readonly opened: string[];
  readonly stillOpen: Set<string>;
}

function folder(files: Readonly<Record<string, Uint8Array | string>>): TestFolder {
  const opened: string[] = [];
  const stillOpen = new Set<string>();
  return {
    name: "checkpoint",
    opened,
    stillOpen,
    async open(name) {
      opened.push(name);
      const content = files[name];
      if (content === undefined) return null;
      stillOpen.add(name);
      const source = bytesSource(name, typeof content === "string" ? new TextEncoder().encode(content) : content);
      return { ...source, close: async () => void stillOpen.delete(name) };
    },
  };
}

const index = (weightMap: unknown): string => JSON.stringify({ metadata: { total_size: 8.5 }, weight_map: weightMap });

async function refusal(files: Readonly<Record<string, Uint8Array | string>>): Promise<readonly [string, string]> {
  const place = folder(files);
  const error: unknown = await openCheckpoint(place).catch((reason: unknown) => reason);
  if (!(error instanceof SafetensorsError)) throw new Error(`not refused: ${error}`);
  expect([...place.stillOpen]).toEqual([]);
  return [error.kind, error.message];
}

describe("openCheckpoint", () => {
  it("reads a single file", async () => {
    const file = await openCheckpoint(folder({ "model.safetensors": shard("a", "b") }));
    expect(await file.readFloat32("b")).toEqual(Float32Array.of(98));
  });

  it("reads shards through their index, and closes them", async () => {
    const place = folder({
      [INDEX]: index({ a: "model-1.safetensors", b: "model-2.safetensors" }),
      "model-1.safetensors": shard("a"),
      "model-2.safetensors": shard("b"),
    });
    const file = await openCheckpoint(place);
    expect([...file.tensors.keys()]).toEqual(["a", "b"]);
    expect(await file.readFloat32("a")).toEqual(Float32Array.of(97));
    expect(await file.readFloat32("b")).toEqual(Float32Array.of(98));
    await file.close();
    expect([...place.stillOpen]).toEqual([]);
  });

  it.each([
    "../x.safetensors",
    "/etc/x.safetensors",
    "C:\\x.safetensors",
    "\\\\server\\x.safetensors",
    "a/b.safetensors",
    "..%2fx.safetensors",
    "x\0.safetensors",
    ".hidden.safetensors",
    "model.bin",
    "",
  ])("refuses the shard name %j without opening it", async (name) => {
    const place = folder({ [INDEX]: index({ a: name }) });
    const error: unknown = await openCheckpoint(place).catch((reason: unknown) => reason);
    expect(String(error)).toBe(
      `SafetensorsError: safetensors.openCheckpoint: ${INDEX} places "a" in ${JSON.stringify(name)}; ` +
        "expected the plain name of a .safetensors file in the same folder. Do not trust this checkpoint.",
    );
    expect(place.opened).toEqual(["model.safetensors", INDEX]);
  });

  it.each([
    [
      "nothing",
      {},
      "checkpoint-missing",
      `safetensors.openCheckpoint: checkpoint has neither model.safetensors nor ${INDEX}; expected a checkpoint folder in Hub layout. Check the path.`,
    ],
    [
      "pickles only",
      { "pytorch_model.bin": "PK" },
      "pickle",
      "safetensors.readHeader: pytorch_model.bin is a PyTorch pickle, which can run code; expected safetensors. Convert it where you trust it: model.save_pretrained(folder, safe_serialization=True).",
    ],
    [
      "an index that is no JSON",
      { [INDEX]: "<html>" },
      "index",
      `safetensors.openCheckpoint: ${INDEX} is not JSON; expected an object with a weight_map. Copy it again.`,
    ],
    [
      "an index without a map",
      { [INDEX]: "{}" },
      "index",
      `safetensors.openCheckpoint: ${INDEX} has no weight_map; expected tensor names and their shards. Copy it again.`,
    ],
    [
      "a place that is a number",
      { [INDEX]: index({ a: 1 }) },
      "index",
      `safetensors.openCheckpoint: ${INDEX} places "a" in no file; expected a file name. Copy it again.`,
    ],
    [
      "a tensor named twice",
      { [INDEX]: '{"weight_map":{"a":"x.safetensors","a":"y.safetensors"}}' },
      "duplicate-key",
      `safetensors.openCheckpoint: ${INDEX} names "a" twice; expected each name once. Copy it again.`,
    ],
    [
      "names that differ in case",
      { [INDEX]: index({ a: "x.safetensors", b: "X.safetensors" }) },
      "shard-case",
      `safetensors.openCheckpoint: ${INDEX} names x.safetensors and X.safetensors; expected names that differ in more than case. Rename one.`,
    ],
    [
      "10,001 shards",
      { [INDEX]: index(Object.fromEntries(Array.from({ length: 10_001 }, (_, i) => [i, `${i}.safetensors`]))) },
      "shard-count",
      `safetensors.openCheckpoint: ${INDEX} names 10001 shards; expected at most 10000. Merge them.`,
    ],
    [
      "10^6 tensors",
      { [INDEX]: `{"weight_map":{${Array.from({ length: 1e6 }, (_, i) => `"${i}":"x.safetensors"`).join()}}}` },
      "tensor-count",
      `safetensors.openCheckpoint: ${INDEX} names 1000000 tensors; expected at most 500000. Do not trust this checkpoint.`,
    ],
    [
      "an index that is a list",
      { [INDEX]: "[]" },
      "index",
      `safetensors.openCheckpoint: ${INDEX} has no weight_map; expected tensor names and their shards. Copy it again.`,
    ],
    [
      "a missing shard",
      { [INDEX]: index({ a: "x.safetensors", b: "y.safetensors" }), "x.safetensors": shard("a") },
      "shard-missing",
      `safetensors.openCheckpoint: checkpoint has no y.safetensors; expected every shard that ${INDEX} names. Copy it there.`,
    ],
    [
      "a tensor absent from its shard",
      { [INDEX]: index({ a: "x.safetensors", b: "x.safetensors" }), "x.safetensors": shard("a") },
      "tensor-not-in-shard",
      `safetensors.openCheckpoint: ${INDEX} places "b" in x.safetensors, which does not hold it; expected it there. Copy index and shards from one revision.`,
    ],
    [
      "a tensor in two shards",
      {
        [INDEX]: index({ a: "x.safetensors", b: "y.safetensors" }),
        "x.safetensors": shard("a"),
        "y.safetensors": shard("a", "b"),
      },
      "tensor-in-two-shards",
      'safetensors.openCheckpoint: tensor "a" is in x.safetensors and in y.safetensors; expected it in one. Copy all shards from one revision.',
    ],
    [
      "a truncated shard",
      { [INDEX]: index({ a: "x.safetensors" }), "x.safetensors": shard("a").slice(0, -1) },
      "data-truncated",
      "safetensors.readHeader: x.safetensors has 67 bytes; expected 68 by its header. The file is damaged or cut off: copy it again.",
    ],
  ] as const)("refuses %s", async (_what, files, kind, message) => {
    expect(await refusal(files)).toEqual([kind, message]);
  });

  it.each(["pytorch_model.bin", "pytorch_model.bin.index.json", "model.pt", "model.pth", "model.ckpt", "model.pkl"])(
    "tells how to convert %s",
    async (name) => {
      expect(await refusal({ [name]: "anything" })).toEqual([
        "pickle",
        `safetensors.readHeader: ${name} is a PyTorch pickle, which can run code; expected safetensors. Convert it where you trust it: model.save_pretrained(folder, safe_serialization=True).`,
      ]);
    },
  );

  it("does not read an index above 100 MB", async () => {
    const source = { ...bytesSource(INDEX, new Uint8Array(0)), size: 100_000_001 };
    const read = vi.spyOn(source, "read");
    const place: Folder = { name: "checkpoint", open: async (name) => (name === INDEX ? source : null) };
    await expect(openCheckpoint(place)).rejects.toThrow(
      `safetensors.openCheckpoint: ${INDEX} has 100000001 bytes; expected at most 100000000. Copy it again.`,
    );
    expect(read).not.toHaveBeenCalled();
  });

  it("takes an index of 20,000 tensors", async () => {
    const names = Array.from({ length: 20_000 }, (_, i) => `t${i}`);
    const bytes = serialize(names.map((name) => [name, { dtype: "U8", shape: [0], data: new Uint8Array(0) }] as const));
    const file = await openCheckpoint(
      folder({
        [INDEX]: index(Object.fromEntries(names.map((name) => [name, "x.safetensors"]))),
        "x.safetensors": bytes,
      }),
    );
    expect(file.tensors.size).toBe(20_000);
  });
});
