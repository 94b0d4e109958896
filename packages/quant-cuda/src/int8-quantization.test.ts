import { useBackend } from "@vlm/ops";
import { bytesSource, openSafetensors, type Safetensors, serialize, type TensorData } from "@vlm/safetensors";
import { beforeAll, describe, expect, it } from "vitest";
import { dequantizeInt8, quantizeInt8 } from "./int8.js";
import { int8 } from "./int8-quantization.js";
import { fourBit } from "./quantization.js";
import { stored } from "./stored.js";

const rows = quantizeInt8(
  Float32Array.from({ length: 5 * 9 }, (_, i) => Math.sin(i * i)),
  [5, 9],
);
const dense = [...dequantizeInt8(rows)];
const config = { quant_method: "bitsandbytes", load_in_4bit: false, load_in_8bit: true };

/** A layer as bitsandbytes saves it with `load_in_8bit`, and a weight beside it that is not packed. */
const parts: ReadonlyMap<string, TensorData> = new Map([
  ["a.SCB", { dtype: "F32", shape: [5], data: rows.absmax }],
  ["a.weight", { dtype: "I8", shape: [5, 9], data: rows.codes }],
  ["a.weight_format", { dtype: "U8", shape: [], data: Uint8Array.of(0) }],
  ["b.weight", { dtype: "F32", shape: [2, 2], data: new Float32Array(4) }],
]);
const file = (tensors: ReadonlyMap<string, TensorData> = parts): Promise<Safetensors> =>
  openSafetensors(bytesSource("x.safetensors", serialize(tensors)));

beforeAll(() => useBackend("cpu"));

describe("int8", () => {
  it.each([int8, stored])("reads what bitsandbytes saved: %o", async (quantization) => {
    const { shapes, isPart, read } = await quantization().open(config, await file());
    expect([...shapes]).toEqual([["a.weight", [5, 9]]]);
    expect([...parts.keys()].filter(isPart)).toEqual(["a.SCB", "a.weight_format"]);
    const weight = await read("a.weight");
    expect([...weight.dense().dataSync()]).toEqual(dense);
    weight.dispose();
  });

  it("packs what a file holds in 16 bits or 32, but the head", () => {
    const { packs, pack } = int8();
    expect([packs("model.layers.0.mlp.up_proj"), packs("lm_head")]).toEqual([true, false]);
    const weight = pack({ values: Uint16Array.of(0x3f80, 0xbf00), shape: [1, 2], dtype: "BF16" });
    expect([...weight.dense().dataSync()].map((value) => value.toFixed(3))).toEqual(["1.000", "-0.504"]);
    weight.dispose();
  });

  it("refuses other files", async () => {
    await expect(int8().open({ quant_method: "gptq" }, await file())).rejects.toThrow(
      'quant-cuda.int8: quantization_config has quant_method "gptq"; expected "bitsandbytes" with 8 bits. Pass fourBit() for 4 bits, or load the original checkpoint and quantize it on the way in.',
    );
    await expect(int8().open({ load_in_4bit: true }, await file())).rejects.toThrow("has load_in_8bit undefined;");
    await expect(fourBit().open(config, await file())).rejects.toThrow("has load_in_4bit false;");
    const { read } = await int8().open(config, await file(new Map([...parts].filter(([name]) => name !== "a.SCB"))));
    await expect(read("a.weight")).rejects.toThrow(
      "quant-cuda.int8: a.SCB is missing in x.safetensors; expected F32 [5], a scale for each row of a.weight. Copy the checkpoint again.",
    );
  });
});
