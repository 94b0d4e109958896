import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { useBackend } from "@vlm/ops";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { compare } from "./comparison.js";
import { model } from "./model.js";
import { count, line } from "./report.js";
import { runParity } from "./run.js";

const cases = fileURLToPath(new URL("../../cases/models", import.meta.url));

/** transformers 5.18.0, PEFT 0.21.0, torch 2.13.0. The cpu backend is slow: two cases show that it computes the same. */
describe("model cases", () => {
  it.each([
    ["gemma3_text", "wasm", 109],
    ["gemma3_bfloat16", "wasm", 90],
    ["gemma3_vl", "wasm", 145],
    ["qwen2_vl", "wasm", 81],
    ["qwen2_5_vl", "wasm", 87],
    ["qwen3_vl_a", "wasm", 115],
    ["qwen3_vl_b", "wasm", 111],
    ["qwen3_vl_a", "cpu", 115],
    ["gemma3_bfloat16", "cpu", 90],
  ] as const)(
    "%s on %s: every tensor within its tolerance",
    async (name, backend, compared) => {
      await useBackend(backend);
      const results = await model(join(cases, name));
      expect(results.filter((result) => "pass" in result && !result.pass)).toEqual([]);
      expect(count(results)).toEqual({ passed: compared, failed: 0, unsupported: 0 });
    },
    300_000,
  );
});

describe("runParity", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "vlm-parity-"));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const write = async (name: string, content: string): Promise<void> => {
    await mkdir(join(folder, name), { recursive: true });
    await writeFile(join(folder, name, "case.json"), content);
  };

  it("says what it cannot run, and fails", async () => {
    await write("a", '{"kind": "riddle"}');
    await write("b/c", '{"kind": "model", "model": "."}');
    const lines: string[] = [];
    expect(await runParity([folder], (text) => lines.push(text))).toBe(false);
    expect(lines[0]).toBe(`${join(folder, "a")} (riddle)`);
    expect(lines[1]).toMatch(/^ {2}could not be run: unknown kind "riddle"; known are .*\bmodel,/);
    expect(lines[2]).toBe(`${join(folder, "b/c")} (model)`);
    expect(lines[3]).toMatch(/^ {2}could not be run: ENOENT/);
    expect(lines[4]).toBe("2 cases: 0 tensors pass, 0 fail, 0 not yet supported; 2 cases could not be run");
  });

  it("fails where there is nothing to compare", async () => {
    expect(await runParity([folder], () => {})).toBe(false);
  });
});

describe("line", () => {
  it("names tensor, shape, both errors and the verdict", () => {
    const near = compare("out.loss", [2], [1, 2.5], [1, 2], { tolerance: 0.5 });
    expect(line(near).replace(/ +/g, " ")).toBe(" out.loss [2] abs 5.0e-1 rel 2.5e-1 pass");
    const missing = compare("lora.grad.x", [1], [], [1], { tolerance: 1 });
    expect(line(missing).replace(/ +/g, " ")).toBe(" lora.grad.x [1] abs Infinity rel Infinity FAIL");
    expect(line({ name: "adapter_dora.logits", unsupported: "later" }).replace(/ +/g, " ")).toBe(
      " adapter_dora.logits not yet supported: later",
    );
  });
});
