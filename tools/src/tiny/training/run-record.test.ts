import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readRecord, writeRecord } from "./run-record.js";

test("a run goes on on the backend that it began on", async () => {
  const folder = await mkdtemp(join(tmpdir(), "vlm-record-"));
  try {
    expect(await readRecord(folder, "wasm")).toBeNull();
    const plan = { see: 1, small: 1, whole: 3, places: 1, questions: 1 };
    const positions = { games: 1, simulations: 1 };
    const record = { seed: 1, weights: null, plan, learningRate: 1e-3, batch: 1, positions, backend: "wasm" };
    await writeRecord(folder, record);
    expect(await readRecord(folder, "wasm")).toEqual(record);
    await expect(readRecord(folder, "cpu")).rejects.toThrow(
      `tiny.readRecord: ${folder} holds a run on wasm; expected one on cpu. Name that backend, or another folder.`,
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
