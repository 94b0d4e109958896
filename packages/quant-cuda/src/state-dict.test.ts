import { bytesSource, openSafetensors, type Safetensors, serialize, type TensorData } from "@vlm/safetensors";
import { describe, expect, it } from "vitest";
import { type FourBitOptions, quantizeFourBit } from "./four-bit.js";
import { readFourBit, readStates, stateDict } from "./state-dict.js";

const values = Float32Array.from({ length: 33 * 40 }, (_, i) => Math.sin(i * i));
const packed = (options: FourBitOptions = {}) => quantizeFourBit(values, [33, 40], options);

const open = (tensors: Iterable<readonly [string, TensorData]>): Promise<Safetensors> =>
  openSafetensors(bytesSource("x.safetensors", serialize(tensors)));

async function read(file: Safetensors) {
  const states = await readStates(file);
  expect([...states.keys()]).toEqual(["a.weight"]);
  return readFourBit(file, "a.weight", states.get("a.weight")!);
}

describe("stateDict", () => {
  it.each([
    { type: "nf4", nested: true },
    { type: "nf4", nested: false, blockSize: 4096 },
    { type: "fp4", nested: true, blockSize: 32, dtype: "bfloat16" },
    { type: "fp4", nested: false, dtype: "float16" },
  ] as const)("is read as it was written: %o", async (options) => {
    const weight = packed(options);
    expect(await read(await open(stateDict("a.weight", weight)))).toEqual(weight);
  });

  it("is bitsandbytes' list of tensors", () => {
    const tensors = stateDict("a.weight", packed({ dtype: "bfloat16" }));
    expect([...tensors].map(([name, { dtype, shape }]) => `${name} ${dtype} [${shape}]`)).toEqual([
      "a.weight U8 [660,1]",
      "a.weight.absmax U8 [21]",
      "a.weight.nested_absmax F32 [1]",
      "a.weight.nested_quant_map F32 [256]",
      "a.weight.quant_map F32 [16]",
      "a.weight.quant_state.bitsandbytes__nf4 U8 [167]",
    ]);
    const state = tensors.get("a.weight.quant_state.bitsandbytes__nf4")!.data as Uint8Array;
    expect(new TextDecoder().decode(state)).toMatch(
      /^\{"quant_type": "nf4", "blocksize": 64, "dtype": "bfloat16", "shape": \[33, 40\], "nested_blocksize": 256, "nested_dtype": "float32", "nested_offset": 0\.99\d+\}$/,
    );
  });

  it("is read from bytes stored under another type, too", async () => {
    const weight = packed();
    const tensors = new Map(stateDict("a.weight", weight));
    const data = new Uint16Array(weight.packed.slice().buffer);
    tensors.set("a.weight", { dtype: "BF16", shape: [data.length, 1], data });
    expect(await read(await open(tensors))).toEqual(weight);
  });

  it("is refused where a part is missing or of another size", async () => {
    for (const name of stateDict("a.weight", packed()).keys()) {
      if (name.includes("quant_state")) continue;
      const tensors = new Map(stateDict("a.weight", packed()));
      const { length } = tensors.get(name)!.data;
      const bytes = length * tensors.get(name)!.data.BYTES_PER_ELEMENT;
      tensors.set(name, { dtype: "U8", shape: [3], data: new Uint8Array(3) });
      const advice = `expected ${bytes} bytes by the weight's state. Copy the checkpoint again.`;
      await expect(read(await open(tensors))).rejects.toThrow(
        `quant-cuda.readFourBit: ${name} has 3 bytes in x.safetensors; ${advice}`,
      );
      tensors.delete(name);
      await expect(read(await open(tensors))).rejects.toThrow(
        `quant-cuda.readFourBit: ${name} is missing in x.safetensors; ${advice}`,
      );
    }
  });

  const good = { quant_type: "nf4", blocksize: 64, dtype: "float32", shape: [33, 40] };
  it.each([
    ["{", "is not JSON; expected an object"],
    ["7", "is not an object; expected one"],
    [{ ...good, quant_type: "fp4" }, 'has quant_type "fp4"; expected "nf4"'],
    [{ ...good, blocksize: 65 }, "has blocksize 65; expected a power of two from 32 to 4096"],
    [{ ...good, blocksize: "64" }, 'has blocksize "64"; expected a power of two from 32 to 4096'],
    [{ ...good, dtype: "float64" }, 'has dtype "float64"; expected float32, float16, bfloat16'],
    [{ ...good, shape: [33] }, "has shape [33]; expected [out, in]"],
    [{ ...good, shape: [33, -1] }, "has shape [33,-1]; expected [out, in]"],
    [{ ...good, shape: [1e10, 1e10] }, "has shape [10000000000,10000000000]; expected [out, in]"],
    [{ ...good, nested_blocksize: 256 }, "has nested_offset undefined; expected a number"],
    [{ ...good, nested_offset: 1 }, "has nested_blocksize undefined; expected a power of two from 32 to 4096"],
  ])("is refused where its state is %j", async (state, complaint) => {
    const text = typeof state === "string" ? state : JSON.stringify(state);
    const data = new TextEncoder().encode(text);
    const name = "a.weight.quant_state.bitsandbytes__nf4";
    const file = await open([[name, { dtype: "U8", shape: [data.length], data }]]);
    await expect(readStates(file)).rejects.toThrow(
      `quant-cuda.readQuantState: the state of a.weight ${complaint}. Copy the checkpoint again.`,
    );
  });

  it("is refused where its state is large", async () => {
    const data = new Uint8Array(70_000);
    const name = "a.weight.quant_state.bitsandbytes__nf4";
    await expect(readStates(await open([[name, { dtype: "U8", shape: [70_000], data }]]))).rejects.toThrow(
      "quant-cuda.readStates: the state of a.weight has 70000 bytes; expected at most 65536. Copy the checkpoint again.",
    );
  });
});
