import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { NdArray } from "@vlm/types";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { TrainingState } from "../training-state.js";
import { latestCheckpoint } from "./latest-checkpoint.js";
import { restore } from "./restore.js";
import { saveCheckpoint } from "./save-checkpoint.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "trainer-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function state(step: number): TrainingState {
  const array = (...values: readonly number[]) => ({ data: Float32Array.from(values), shape: [values.length] });
  return {
    step,
    microStep: 2 * step,
    parameters: new Map([["model.a", array(step, 0.1, -0)]]),
    optimizer: new Map<string, NdArray<Float32Array | Uint8Array>>([
      ["0.m.model.a", array(1e-40, step)],
      ["0.t.model.a", { data: Float32Array.of(step), shape: [] }],
      ["1.state1.model.a", { data: Uint8Array.of(0, 127, 255), shape: [3] }],
    ]),
  };
}

describe("a checkpoint", () => {
  test("comes back bit for bit", async () => {
    const path = await saveCheckpoint(folder, state(3), { trainerState: { epoch: 0.5, log_history: [{ loss: 1 }] } });
    expect(path).toBe(join(folder, "checkpoint-3"));
    expect(readdirSync(path).sort()).toEqual([
      "MANIFEST.json",
      "optimizer.safetensors",
      "parameters.safetensors",
      "trainer_state.json",
    ]);
    const restored = await restore(path);
    expect(restored.state).toEqual(state(3));
    expect(restored.trainerState).toEqual({
      epoch: 0.5,
      log_history: [{ loss: 1 }],
      global_step: 3,
      micro_step: 6,
      parameters_file: "parameters.safetensors",
    });
  });

  test("can be an adapter folder for PEFT", async () => {
    const files = { "adapter_config.json": "{}" };
    const path = await saveCheckpoint(folder, state(1), { parametersFile: "adapter_model.safetensors", files });
    expect(readdirSync(path)).toContain("adapter_model.safetensors");
    expect(readFileSync(join(path, "adapter_config.json"), "utf8")).toBe("{}");
    expect((await restore(path)).state).toEqual(state(1));
  });

  test("refuses file names that are taken or lead elsewhere", async () => {
    for (const name of ["../x", "MANIFEST.json", "optimizer.safetensors"]) {
      await expect(saveCheckpoint(folder, state(1), { files: { [name]: "" } })).rejects.toThrow(
        `trainer.saveCheckpoint: ${JSON.stringify(name)} cannot be a file of a checkpoint; expected plain names, each once, none of optimizer.safetensors, trainer_state.json, MANIFEST.json. Rename it.`,
      );
    }
    await expect(saveCheckpoint(folder, state(1), { saveTotalLimit: 0 })).rejects.toThrow(
      "trainer.saveCheckpoint: saveTotalLimit is 0; expected a positive integer or null. Pass null to keep all.",
    );
    expect(readdirSync(folder)).toEqual([]);
  });

  test("takes the place of another of its step, and leaves an equal one untouched", async () => {
    const path = await saveCheckpoint(folder, state(2));
    await saveCheckpoint(folder, { ...state(2), microStep: 9 });
    expect((await restore(path)).state.microStep).toBe(9);
    writeFileSync(join(path, "note.txt"), "stays, as nothing is rewritten");
    await saveCheckpoint(folder, { ...state(2), microStep: 9 });
    expect(existsSync(join(path, "note.txt"))).toBe(true);
    truncateSync(join(path, "optimizer.safetensors"), 5);
    await saveCheckpoint(folder, { ...state(2), microStep: 9 });
    expect((await restore(path)).state.microStep).toBe(9);
    expect(readdirSync(folder)).toEqual(["checkpoint-2"]);
  });

  test("that cannot be written leaves nothing", async () => {
    const broken = { ...state(1), optimizer: new Map([["m", { data: new Float32Array(2), shape: [3] }]]) };
    await expect(saveCheckpoint(folder, broken)).rejects.toThrow("has 2 elements; expected 3");
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe("rotation", () => {
  const steps = (): readonly string[] => readdirSync(folder).sort();

  test("keeps the newest, and what it is told to keep", async () => {
    for (const step of [1, 2, 3, 10]) {
      await saveCheckpoint(folder, state(step), { saveTotalLimit: 2, keep: [join(folder, "checkpoint-1")] });
    }
    expect(steps()).toEqual(["checkpoint-1", "checkpoint-10", "checkpoint-3"]);
    await saveCheckpoint(folder, state(11), { saveTotalLimit: 1 });
    expect(steps()).toEqual(["checkpoint-11"]);
  });

  test("never takes the one just saved, though its step be the lowest", async () => {
    await saveCheckpoint(folder, state(20));
    await saveCheckpoint(folder, state(15), { saveTotalLimit: 1 });
    expect(steps()).toEqual(["checkpoint-15"]);
  });

  test("removes what dead processes left, and only that", async () => {
    const dead = ".tmp-checkpoint-4-999999999-0123abcd";
    const living = `.tmp-checkpoint-4-${process.ppid}-0123abcd`;
    for (const name of [dead, living, "notes"]) mkdirSync(join(folder, name));
    await saveCheckpoint(folder, state(1));
    expect(steps()).toEqual([living, "checkpoint-1", "notes"]);
  });
});

describe("latestCheckpoint", () => {
  test("of a folder without any, or that is not there, is null", async () => {
    mkdirSync(join(folder, ".tmp-checkpoint-7-1-00000000"));
    mkdirSync(join(folder, "checkpoint-best"));
    expect(await latestCheckpoint(folder)).toEqual({ checkpoint: null, warnings: [] });
    expect(await latestCheckpoint(join(folder, "none"))).toEqual({ checkpoint: null, warnings: [] });
  });

  test("is the newest by number", async () => {
    for (const step of [9, 10, 2]) await saveCheckpoint(folder, state(step));
    expect(await latestCheckpoint(folder)).toEqual({
      checkpoint: { path: join(folder, "checkpoint-10"), step: 10 },
      warnings: [],
    });
  });

  const damage: readonly (readonly [string, (path: string) => void, string])[] = [
    ["a missing manifest", (path) => rmSync(join(path, "MANIFEST.json")), "MANIFEST.json is missing"],
    ["a torn manifest", (path) => truncateSync(join(path, "MANIFEST.json"), 50), "MANIFEST.json is damaged"],
    [
      "an empty manifest",
      (path) => writeFileSync(join(path, "MANIFEST.json"), '{"files":{}}'),
      "MANIFEST.json is damaged",
    ],
    [
      "a manifest that leads elsewhere",
      (path) => writeFileSync(join(path, "MANIFEST.json"), '{"files":{"../x":{"bytes":1,"sha256":""}}}'),
      'MANIFEST.json names "../x" outside the folder',
    ],
    ["a missing file", (path) => rmSync(join(path, "optimizer.safetensors")), "optimizer.safetensors is missing"],
    [
      "a shorter file",
      (path) => truncateSync(join(path, "parameters.safetensors"), 20),
      "parameters.safetensors has 20 bytes instead of 116",
    ],
    [
      "a longer file",
      (path) => appendFileSync(join(path, "trainer_state.json"), " "),
      "trainer_state.json has 90 bytes instead of 89",
    ],
    ["one flipped bit", flipBit, "parameters.safetensors has changed since it was written"],
  ];

  test.each(damage)("passes over %s, and says so", async (_, break_, fault) => {
    await saveCheckpoint(folder, state(1));
    const newest = await saveCheckpoint(folder, state(2));
    break_(newest);
    expect(await latestCheckpoint(folder)).toEqual({
      checkpoint: { path: join(folder, "checkpoint-1"), step: 1 },
      warnings: [`${newest} is not whole: ${fault}`],
    });
    await expect(restore(newest)).rejects.toThrow(
      `trainer.restore: ${newest} is not whole: ${fault}; expected the files of its manifest. Take latestCheckpoint of its folder.`,
    );
  });
});

function flipBit(path: string): void {
  const file = join(path, "parameters.safetensors");
  const bytes = readFileSync(file);
  bytes[bytes.length - 1]! ^= 1;
  writeFileSync(file, bytes);
}
