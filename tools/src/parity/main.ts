/**
 * Runs reference cases and exits with 1 when a tensor is off. The default backend sums in double precision, so that a
 * line tells of the model and not of rounding: stock wasm rounds more than PyTorch does.
 */
import { parseArgs } from "node:util";
import { type BackendName, useBackend } from "@vlm/ops";
import { runParity } from "./run.js";

const { values, positionals } = parseArgs({
  options: { backend: { type: "string", default: "cpu" } },
  allowPositionals: true,
});
if (positionals.length === 0) {
  console.error("usage: pnpm parity [--backend wasm|cpu|tensorflow] DIR…");
  process.exit(2);
}
await useBackend(values.backend as BackendName);
process.exitCode = (await runParity(positionals, console.log)) ? 0 : 1;
