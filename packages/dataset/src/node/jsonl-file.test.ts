import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { readJsonl, writeJsonl } from "../node.js";

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "vlm-jsonl-"));
});
afterAll(() => rm(root, { recursive: true }));

it("writes and reads rows, and leaves no other file", async () => {
  const path = join(root, "rows.jsonl");
  await writeJsonl(path, [{ a: "é\n" }]);
  await writeJsonl(path, [{ a: 1 }, [null]]);
  expect(await readFile(path, "utf8")).toBe('{"a":1}\n[null]\n');
  expect(await readJsonl(path)).toEqual([{ a: 1 }, [null]]);
  expect(await readdir(root)).toEqual(["rows.jsonl"]);
});

it("keeps the former file when a row cannot be written", async () => {
  const path = join(root, "rows.jsonl");
  await writeJsonl(path, [1]);
  await expect(writeJsonl(path, [2, 3n])).rejects.toThrow(TypeError);
  expect(await readJsonl(path)).toEqual([1]);
});
