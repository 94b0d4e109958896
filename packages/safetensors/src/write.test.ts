import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { openSafetensors, type Safetensors } from "./read.js";
import { bytesSource } from "./source.js";
import { type TensorData, toFloat32, toInt32 } from "./tensor.js";
import { serialize } from "./write.js";

const reference = new Uint8Array(readFileSync(new URL("../fixtures/reference.safetensors", import.meta.url)));
const open = (): Promise<Safetensors> => openSafetensors(bytesSource("reference.safetensors", reference));

async function readAll(file: Safetensors): Promise<Map<string, TensorData>> {
  const tensors = new Map<string, TensorData>();
  for (const name of file.tensors.keys()) tensors.set(name, await file.read(name));
  return tensors;
}

describe("serialize", () => {
  it("writes the reference library's bytes, whatever the order it is given", async () => {
    const tensors = await readAll(await open());
    expect(serialize(tensors, { format: "pt" })).toEqual(reference);
    expect(serialize([...tensors].reverse(), { format: "pt" })).toEqual(reference);
  });

  it("rounds float32 to F16 and BF16 as PyTorch does", async () => {
    const tensors = await readAll(await open());
    const data = tensors.get("z.f32")!.data;
    tensors.set("a.f16", { dtype: "F16", shape: [8, 8], data });
    tensors.set("a.bf16", { dtype: "BF16", shape: [8, 8], data });
    expect(serialize(tensors, { format: "pt" })).toEqual(reference);
  });

  it("writes no tensors as the reference does", () => {
    expect(new TextDecoder().decode(serialize([]).subarray(8))).toBe("{}      ");
  });

  const one =
    (tensor: TensorData): (() => Uint8Array) =>
    () =>
      serialize([["a", tensor]]);
  it.each([
    [
      one({ dtype: "F32", shape: [2], data: new Float32Array(3) }),
      'safetensors.serialize: tensor "a" has 3 elements; expected 2 for the shape [2]. Pass both from the same tensor.',
    ],
    [
      one({ dtype: "F32", shape: [-1], data: new Float32Array(1) }),
      'safetensors.serialize: tensor "a" has the shape [-1]; expected non-negative integers. Pass its real shape.',
    ],
    [
      one({ dtype: "I64", shape: [1], data: new Int32Array(1) }),
      'safetensors.serialize: tensor "a" is I64 in a Int32Array; expected a BigInt64Array. Convert it or name its dtype.',
    ],
    [
      () => serialize([["__metadata__", { dtype: "U8", shape: [0], data: new Uint8Array(0) }]]),
      'safetensors.serialize: tensor "__metadata__" is a reserved name; expected each name once. Rename it.',
    ],
    [
      () => serialize([1, 2].map(() => ["a", { dtype: "U8", shape: [0], data: new Uint8Array(0) }] as const)),
      'safetensors.serialize: tensor "a" is given twice; expected each name once. Rename it.',
    ],
  ])("refuses what does not fit: %#", (write, message) => {
    expect(write).toThrow(message);
  });
});

describe("openSafetensors", () => {
  it("widens F16 and BF16 to the reference's float32", async () => {
    const file = await open();
    for (const kind of ["f16", "bf16"]) {
      const expected = new Uint32Array((await file.readFloat32(`${kind}.back`)).buffer);
      expect(new Uint32Array((await file.readFloat32(`a.${kind}`)).buffer)).toEqual(expected);
      expect(new Uint32Array(toFloat32(await file.read(`a.${kind}`)).buffer)).toEqual(expected);
    }
  });

  it("reads every dtype, shape and the metadata", async () => {
    const file = await open();
    expect((await file.read("i64")).data).toEqual(BigInt64Array.of(-(2n ** 63n), 2n ** 63n - 1n, 0n, -1n));
    expect(await file.readInt32("i32")).toEqual(Int32Array.of(-(2 ** 31), 2 ** 31 - 1, 7));
    expect(await file.readInt32("bool")).toEqual(Int32Array.of(1, 0, 1));
    expect((await file.read("f64")).data).toEqual(Float64Array.of(3.5));
    expect(await file.read("empty")).toEqual({ dtype: "F32", shape: [0, 3], data: new Float32Array(0) });
    expect(await file.readFloat32("__proto__")).toEqual(Float32Array.of(2));
    expect(file.metadata).toEqual(new Map([["format", "pt"]]));
    const bytes = new Uint8Array(5);
    await file.readBytes("u8", bytes);
    expect(bytes).toEqual(Uint8Array.of(0, 1, 2, 3, 4));
  });

  it("says what cannot be read", async () => {
    const file = await open();
    const failure = async (work: Promise<unknown>): Promise<string> =>
      work.then(String, (error: Error) => error.message);
    expect(await failure(file.read("b.f16"))).toBe(
      'safetensors.read: reference.safetensors has no tensor "b.f16"; expected one of its 23. List them with tensors.keys().',
    );
    expect(await failure(file.read("x.f16.back"))).toContain("expected one of its 23, such as bf16.back, f16.back.");
    expect(await failure(file.readFloat32("u8"))).toBe(
      'safetensors.readFloat32: tensor "u8" is U8; expected F32, F16 or BF16. Use read().',
    );
    expect(await failure(file.readInt32("i64"))).toBe(
      "safetensors.toInt32: element 0 is -9223372036854775808; expected a value in int32's range. Keep the array of read().",
    );
    expect(await failure(file.readBytes("u8", new Uint8Array(4)))).toBe(
      'safetensors.readBytes: the destination of "u8" has 4 bytes; expected 5. Allocate end - begin.',
    );
    expect(() => toInt32({ dtype: "F32", shape: [0], data: new Float32Array(0) })).toThrow(
      "safetensors.toInt32: the tensor is F32; expected integers. Use toFloat32.",
    );
    expect(() => toFloat32({ dtype: "U8", shape: [0], data: new Uint8Array(0) })).toThrow(
      "safetensors.toFloat32: the tensor is U8; expected F32, F16 or BF16. Read it with read().",
    );
    await expect(bytesSource("m", new Uint8Array(2)).read(1, new Uint8Array(2))).rejects.toThrow(
      "safetensors.bytesSource: m was read at 1 for 2 bytes; it holds 2. Read inside it.",
    );
  });
});
