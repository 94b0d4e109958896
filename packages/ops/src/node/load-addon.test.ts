import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { loadAddon } from "./load-addon.js";

const run = promisify(execFile);

/** What a program of its own prints that starts the default backend. */
async function startDefault(environment: Record<string, string>): Promise<{ stdout: string; stderr: string }> {
  const index = new URL("../../dist/index.js", import.meta.url).href;
  const program = `import { useBackend } from ${JSON.stringify(index)}; console.log(await useBackend());`;
  return run(process.execPath, ["--input-type=module", "--eval", program], {
    env: { ...process.env, ...environment },
  });
}

it("falls back on wasm with one line that says why and what to do", async () => {
  const { stdout, stderr } = await startDefault({ VLM_CPU_ADDON: "/nowhere/vlm-cpu.node" });
  expect(stdout).toBe("wasm\n");
  expect(stderr).toMatch(
    /^ops\.loadAddon: no native addon for \S+ \(\/nowhere\/vlm-cpu\.node: Cannot find module '\/nowhere\/vlm-cpu\.node'\); expected one of them\. Install a C\+\+ compiler and CMake, then run the package's build again, or use the wasm backend\. Going on with wasm, several times slower\.\n$/,
  );
}, 30_000);

it("starts the native backend where its addon loads", async () => {
  let built = true;
  try {
    loadAddon();
  } catch {
    built = false;
  }
  const { stdout } = await startDefault({});
  expect(stdout).toBe(built ? "vlm-cpu\n" : "wasm\n");
}, 30_000);
