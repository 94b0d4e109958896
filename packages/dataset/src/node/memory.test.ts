import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, it } from "vitest";

const script = fileURLToPath(new URL("../../fixtures/memory.mjs", import.meta.url));
const limit = 250e6;
let root: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "vlm-dataset-memory-"));
});
afterAll(() => rm(root, { recursive: true }));

interface Used {
  readonly maxRss: number;
  /** Bytes of all pictures read. */
  readonly sum: number;
}

/** Runs the script in a process of its own, for memory is counted by process. */
async function run(...args: string[]): Promise<Used> {
  const { stdout } = await promisify(execFile)(process.execPath, [script, ...args]);
  return JSON.parse(stdout) as Used;
}

it.each([
  ["large pictures", 260, 1_000_000],
  ["small pictures", 13_000, 20_000],
])(
  "writes and reads a shard of 260 MB in less memory than it has bytes: %s",
  async (name, pictures, bytes) => {
    const folder = join(root, name);
    expect((await run("write", folder, String(pictures), String(bytes))).maxRss).toBeLessThan(limit);
    const read = await run("read", folder);
    expect(read.sum).toBe(pictures * bytes);
    expect(read.maxRss).toBeLessThan(limit);
  },
  120_000,
);
