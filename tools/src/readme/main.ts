/** Type-checks and runs every block of TypeScript in the documentation, or in the documents named as arguments. */
import { join } from "node:path";
import { checkReadmes, documentsOf } from "./check.js";

const root = join(import.meta.dirname, "..", "..", "..");
const named = process.argv.slice(2);
try {
  const failed = await checkReadmes(root, named.length > 0 ? named : documentsOf(root));
  if (failed > 0) {
    console.error(`readme: ${failed} blocks failed`);
    process.exitCode = 1;
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
