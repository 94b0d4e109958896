import { parseArgs } from "node:util";
import { type BackendName, useBackend } from "@vlm/ops";
import { runParity } from "./run.js";

const { values, positionals } = parseArgs({
  options: { backend: { type: "string", default: "wasm" } },
  allowPositionals: true,
});
if (positionals.length === 0) {
  console.error("usage: pnpm parity [--backend wasm|cpu|tensorflow] DIR…");
  process.exit(2);
}
await useBackend(values.backend as BackendName);
process.exitCode = (await runParity(positionals, console.log)) ? 0 : 1;
