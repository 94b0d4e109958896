// Compares what the kernels compute at all levels that this machine runs:
//
//     node packages/ops/native/check.mjs [--run COMMAND] [KERNEL…]
//
// With --run, COMMAND gets a program without shared libraries to run: an emulator of a CPU with more levels, for example.
import { spawnSync } from "node:child_process";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { include_dir as headers } from "node-api-headers";

const folder = fileURLToPath(new URL("..", import.meta.url));
const { values, positionals } = parseArgs({ allowPositionals: true, options: { run: { type: "string" } } });

function run(command, args, options = {}) {
  const { status, signal, error } = spawnSync(command, args, { cwd: folder, stdio: "inherit", ...options });
  if (error) {
    console.error(`ops.check: ${error.message}; expected a C++ compiler and CMake. Install them.`);
    process.exit(1);
  }
  if (status !== 0) {
    if (signal) console.error(`ops.check: ${command} ended with ${signal}`);
    process.exit(status ?? 1);
  }
}

// The objects of the ordinary build are linked, so that where that is fresh little is left to compile.
const target = values.run === undefined ? "levels" : "levels-static";
const quiet = { stdio: ["ignore", "ignore", "inherit"] };
run("cmake", ["-S", ".", "-B", "build", "-DCMAKE_BUILD_TYPE=Release", `-DNODE_API_HEADERS=${headers}`], quiet);
run("cmake", ["--build", "build", "--target", target, "--parallel", String(availableParallelism())], quiet);
const program = `${folder}build/${target}`;
if (values.run === undefined) run(program, positionals);
else run(`${values.run} "${program}" ${positionals.join(" ")}`, [], { shell: true });
