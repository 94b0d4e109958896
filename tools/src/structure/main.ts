/** `pnpm check`: checks the rules of docs/architecture.md. With `--write` it makes the table there anew. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { checkStructure } from "./check.js";
import { rooms } from "./rooms.js";
import { replaceTable, tablePath } from "./table.js";

const root = join(import.meta.dirname, "..", "..", "..");

if (process.argv.includes("--write")) {
  const path = join(root, tablePath);
  const document = replaceTable(readFileSync(path, "utf8"), rooms);
  if (document !== null) writeFileSync(path, document);
}

const violations = checkStructure(root, rooms);
for (const violation of violations) console.error(violation);
if (violations.length > 0) process.exitCode = 1;
else console.log("structure: every rule holds");
