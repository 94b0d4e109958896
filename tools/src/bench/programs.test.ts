import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Case, Group } from "./case.js";
import { placement } from "./placement.js";
import { type Programs, programsOf } from "./programs.js";

/** Says what it was started with, and how many threads libraries were told to take. */
const program = `
console.log(JSON.stringify({
  cases: [],
  versions: { arguments: process.argv.slice(2).join(" "), omp: process.env.OMP_NUM_THREADS, pid: String(process.pid) },
}));
process.stdin.resume();`;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "vlm-bench-programs-"));
  writeFileSync(join(folder, "ours.mjs"), program);
});
afterAll(() => rmSync(folder, { recursive: true }));

const benchmark = (name: string, changes: Partial<Case> = {}): Case => ({
  ...{ name, about: name, items: 1, unit: "call", rivals: [], settings: { size: 3 } },
  ...changes,
});

async function withPrograms(changes: Partial<Group>, use: (programs: Programs) => Promise<void>): Promise<void> {
  const ours = pathToFileURL(join(folder, "ours.mjs"));
  const cases = [benchmark("one"), benchmark("two", { cores: "all" })];
  const group: Group = { name: "test", peer: "none.py", ours, cases, ...changes };
  const programs = await programsOf(group, { folder, python: null, backend: "cpu", placement: placement() });
  try {
    await use(programs);
  } finally {
    await programs.close();
  }
}

describe("programsOf", () => {
  it("tells programs what the cases are, and which backend and how many threads to take", async () => {
    await withPrograms({}, async (programs) => {
      expect(JSON.parse(readFileSync(join(folder, "cases.json"), "utf8"))).toEqual({
        one: { size: 3 },
        two: { size: 3 },
      });
      const one = await programs.ours(benchmark("one"), "ours");
      expect(one.hello.versions).toMatchObject({ arguments: `${folder} cpu 1 float32`, omp: "1" });
      const cores = availableParallelism();
      const wide = benchmark("two", { cores: "all", compute: "bfloat16" });
      const two = await programs.ours(wide, "wasm", "wasm");
      expect(two.hello.versions).toMatchObject({ arguments: `${folder} wasm ${cores} bfloat16`, omp: String(cores) });
    });
  });

  it("starts one process for all cases of as many cores", async () => {
    await withPrograms({}, async (programs) => {
      const one = await programs.ours(benchmark("one"), "ours");
      await programs.caseIsOver();
      expect(await programs.ours(benchmark("other"), "peak")).toBe(one);
    });
  });

  it("starts one for each side of each case where a group asks for that", async () => {
    await withPrograms({ fresh: true }, async (programs) => {
      const one = await programs.ours(benchmark("one"), "ours");
      expect(await programs.ours(benchmark("one"), "ours")).toBe(one);
      const peak = await programs.ours(benchmark("one"), "peak");
      expect(peak.hello.versions.pid).not.toBe(one.hello.versions.pid);
      await programs.caseIsOver();
      await expect(one.ask({})).rejects.toThrow("ended with exit code 0");
    });
  });

  it("starts a rival's own program, which the environment names, with the folder", async () => {
    const script = join(folder, "rival.mjs");
    writeFileSync(script, `#!${process.execPath}\n${program}`, { mode: 0o755 });
    const rival = { name: "engine", program: "ENGINE" };
    const start = (environment: NodeJS.ProcessEnv): Promise<Programs> => {
      const group: Group = { name: "test", peer: "none.py", cases: [benchmark("one")] };
      return programsOf(group, { folder, python: null, backend: "cpu", placement: placement(), environment });
    };
    const programs = await start({ ...process.env, ENGINE: script });
    const absent = await start({ ...process.env, ENGINE: "" });
    try {
      const engine = await programs.rival(benchmark("one"), rival);
      expect(engine!.hello.versions).toMatchObject({ arguments: folder, omp: "1" });
      expect(absent.rival(benchmark("one"), rival)).toBeNull();
    } finally {
      await programs.close();
      await absent.close();
    }
  });

  it("has no rivals without an interpreter, and says so when a group has no program of ours", async () => {
    await withPrograms({}, async (programs) =>
      expect(programs.rival(benchmark("one"), { name: "PyTorch" })).toBeNull(),
    );
    const { ours: _, ...group } = { name: "test", peer: "none.py", ours: undefined, cases: [] };
    const programs = await programsOf(group, { folder, python: null, backend: "cpu", placement: placement() });
    await expect(programs.ours(benchmark("one"), "ours")).rejects.toThrow(
      "bench.programs: case one has no `open`, and group test no program of ours; expected one of them. Give the case an `open`.",
    );
  });
});
