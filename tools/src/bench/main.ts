/** `pnpm bench [GROUP…]`: times us against our rivals, in turn. See docs/benchmarks.md. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Options, readOptions, usage } from "./options.js";
import { run } from "./run.js";

const folder = mkdtempSync(join(tmpdir(), "vlm-bench-"));
const clear = (): void => rmSync(folder, { recursive: true, force: true });
for (const [signal, code] of [
  ["SIGINT", 130],
  ["SIGTERM", 143],
] as const) {
  process.once(signal, () => {
    clear();
    process.exit(code);
  });
}
try {
  await run(options(), folder, console.log);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode ||= 1;
} finally {
  clear();
}

function options(): Options {
  try {
    return readOptions(process.argv.slice(2));
  } catch (error) {
    process.exitCode = 2;
    throw new Error(`${error instanceof Error ? error.message : error}\n${usage}`, { cause: error });
  }
}
