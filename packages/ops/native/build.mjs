// Builds the native backend with CMake where there is a compiler; without one the package runs on wasm, so that is no error.
// Nothing is downloaded: Node's headers come from the npm package node-api-headers.
import { spawnSync } from "node:child_process";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { include_dir as headers } from "node-api-headers";

const folder = fileURLToPath(new URL("..", import.meta.url));
const build = `${folder}build`;

function cmake(...args) {
  return spawnSync("cmake", args, { cwd: folder, encoding: "utf8" });
}

function complain(what, { stdout, stderr, error }) {
  process.stderr.write(`ops.build: ${what}\n${error?.message ?? ""}${stdout ?? ""}${stderr ?? ""}`);
  process.exitCode = 1;
}

const compilers = process.env.CXX ? [process.env.CXX] : ["c++", "g++", "clang++"];
const missing = [["cmake"], compilers].find((names) => names.every((name) => spawnSync(name, ["--version"]).error));
if (missing) {
  console.log(`ops: no ${missing[0]} found, so there is no native backend; models run on wasm, several times slower.`);
} else {
  const configured = cmake("-S", ".", "-B", build, "-DCMAKE_BUILD_TYPE=Release", `-DNODE_API_HEADERS=${headers}`);
  if (configured.status !== 0) complain("CMake could not configure the native backend.", configured);
  else {
    const built = cmake("--build", build, "--config", "Release", "--parallel", String(availableParallelism()));
    if (built.status !== 0) complain("the native backend did not compile.", built);
  }
}
