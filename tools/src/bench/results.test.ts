import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { machine } from "./machine.js";
import { type Results, writeResults } from "./results.js";

const results: Results = {
  date: "2026-11-22T00:00:00.000Z",
  machine: machine(),
  core: 1,
  clock: "wall",
  ours: {},
  rivalVersions: { pillow: "12.3.0" },
  cases: [],
};

it("writes a whole file, into a folder that need not be there, and leaves nothing beside it", async () => {
  const root = mkdtempSync(join(tmpdir(), "vlm-bench-results-"));
  try {
    const path = join(root, "deep", "data.json");
    await writeResults(path, results);
    await writeResults(path, { ...results, core: null });
    expect(JSON.parse(readFileSync(path, "utf8"))).toEqual({ ...results, core: null });
    expect(readdirSync(join(root, "deep"))).toEqual(["data.json"]);
    // A folder stands in the way.
    await expect(writeResults(join(root, "deep"), results)).rejects.toThrow(/EISDIR|ENOTEMPTY|directory/);
    expect(readdirSync(root)).toEqual(["deep"]);
  } finally {
    rmSync(root, { recursive: true });
  }
});

it("knows the machine", () => {
  const { cpu, cores, memoryBytes, node } = machine();
  expect(cpu).not.toBe("");
  expect(cores).toBeGreaterThan(0);
  expect(memoryBytes).toBeGreaterThan(0);
  expect(node).toBe(process.versions.node);
});
