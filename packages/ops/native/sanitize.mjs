// Runs this package's tests with the native backend under the address and undefined-behaviour sanitizers:
//
//     node packages/ops/native/sanitize.mjs [TEST FILES…]
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { include_dir as headers } from "node-api-headers";

const folder = fileURLToPath(new URL("..", import.meta.url));
const root = fileURLToPath(new URL("../../..", import.meta.url));
const build = mkdtempSync(join(tmpdir(), "vlm-sanitize-"));

function run(command, args, options = {}) {
  const { status, error } = spawnSync(command, args, { cwd: folder, stdio: "inherit", ...options });
  if (error) throw error;
  if (status !== 0) process.exit(status ?? 1);
}

/** The sanitizer must come first into a process that was built without it. */
function runtime(name) {
  return spawnSync("c++", [`-print-file-name=${name}`], { encoding: "utf8" }).stdout.trim();
}

try {
  run("cmake", [
    "-S",
    ".",
    "-B",
    build,
    "-DCMAKE_BUILD_TYPE=Release",
    "-DVLM_SANITIZE=ON",
    `-DNODE_API_HEADERS=${headers}`,
  ]);
  run("cmake", ["--build", build, "--parallel", String(availableParallelism())]);
  const tests = process.argv.slice(2);
  run(
    process.execPath,
    [
      join(root, "node_modules/vitest/vitest.mjs"),
      "run",
      "--pool=forks",
      ...(tests.length > 0 ? tests : ["packages/ops"]),
    ],
    {
      cwd: root,
      env: {
        ...process.env,
        VLM_CPU_ADDON: join(build, "vlm-cpu.node"),
        LD_PRELOAD: [runtime("libasan.so"), runtime("libubsan.so")].join(":"),
        // Node itself frees nothing at its end, and V8 reserves what the sanitizer takes for a leak.
        ASAN_OPTIONS: "detect_leaks=0:halt_on_error=1:abort_on_error=1",
        UBSAN_OPTIONS: "halt_on_error=1:print_stacktrace=1",
      },
    },
  );
} finally {
  rmSync(build, { recursive: true, force: true });
}
