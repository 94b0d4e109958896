import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { serialize } from "../write.js";
import { type StreamedTensor, streamSafetensors } from "./stream-safetensors.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "safetensors-stream-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe("streamSafetensors", () => {
  const values = Float32Array.of(1, 1.0009765625, -3, 1e-3, 5, 6);
  const streamed = (pieces: () => Iterable<Uint8Array | Float32Array>): [string, StreamedTensor][] => [
    ["rounded", { dtype: "BF16", shape: [2, 3], pieces }],
    ["bytes", { dtype: "U8", shape: [4], pieces: () => [Uint8Array.of(1, 2), Uint8Array.of(3, 4)] }],
  ];

  it("writes what serialize gives of the whole tensors", async () => {
    const path = join(folder, "model.safetensors");
    const pieces = (): Float32Array[] => [values.subarray(0, 1), values.subarray(1, 4), values.subarray(4)];
    await streamSafetensors(path, streamed(pieces), { format: "pt" });
    const whole = [
      ["rounded", { dtype: "BF16", shape: [2, 3], data: values }],
      ["bytes", { dtype: "U8", shape: [4], data: Uint8Array.of(1, 2, 3, 4) }],
    ] as const;
    expect(new Uint8Array(readFileSync(path))).toEqual(serialize(whole, { format: "pt" }));
    expect(readdirSync(folder)).toEqual(["model.safetensors"]);
  });

  it("leaves nothing where pieces are missing or fail", async () => {
    const path = join(folder, "model.safetensors");
    await expect(
      streamSafetensors(
        path,
        streamed(() => [values.subarray(1)]),
      ),
    ).rejects.toThrow(
      'safetensors.streamSafetensors: tensor "rounded" came in pieces of 10 bytes in all; expected 12 for the shape [2,3]. Give all its elements once.',
    );
    const failing = (): never => {
      throw new Error("no more");
    };
    await expect(streamSafetensors(path, streamed(failing))).rejects.toThrow("no more");
    expect(readdirSync(folder)).toEqual([]);
  });
});
