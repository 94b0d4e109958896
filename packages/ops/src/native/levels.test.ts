import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { loadAddon } from "../node/load-addon.js";
import { LEVELS } from "./addon.js";

// A compiler does not run under a sanitizer that this process may run under.
const { LD_PRELOAD: _, ...env } = process.env;
const compiles = ["cmake", env.CXX ?? "c++"].every((tool) => !spawnSync(tool, ["--version"]).error);

/** What the check should print of each kernel of ops.def at each level that this machine runs. */
function expectedLines(): readonly string[] {
  const text = readFileSync(new URL("../../ops.def", import.meta.url), "utf8");
  const { levels } = loadAddon();
  const here = LEVELS.filter((level) => levels[level]);
  return [...text.matchAll(/^VLM_KERNEL\([^,]+, (\w+)/gm)].flatMap(([, kernel]) =>
    here.map((level) => `${kernel} ${level} ok`),
  );
}

it("computes the same with every kernel at every level, or says that there is no compiler", () => {
  const check = fileURLToPath(new URL("../../native/check.mjs", import.meta.url));
  const { status, stdout, stderr } = spawnSync(process.execPath, [check], { encoding: "utf8", env });
  if (!compiles) {
    expect(stderr).toMatch(/^ops\.check: .* ENOENT; expected a C\+\+ compiler and CMake\. Install them\.$/m);
    expect(status).toBe(1);
    return;
  }
  expect(stderr).toBe("");
  expect([...stdout.matchAll(/^(\w+) +(\w+) .* (\w+)$/gm)].map(([, ...words]) => words.join(" "))).toEqual(
    expectedLines(),
  );
  expect(stdout).toMatch(/^\d+ kernels, \d+ levels, \d+ cases, 0 failures\n$/m);
  expect(status).toBe(0);
}, 300_000);
