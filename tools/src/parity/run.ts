import { type Case, findCases } from "./cases.js";
import { KINDS } from "./kinds.js";
import { count, line } from "./report.js";

/**
 * Runs every case that the folders are or hold, writing one line per tensor. A case of an unknown kind and one that
 * cannot be run are failures: nothing is skipped in silence.
 *
 * @returns whether all passed
 */
export async function runParity(folders: readonly string[], write: (line: string) => void): Promise<boolean> {
  const cases = (await Promise.all(folders.map(findCases))).flat();
  const total = { passed: 0, failed: 0, unsupported: 0, broken: 0 };
  for (const one of cases) {
    write(`${one.folder} (${one.kind})`);
    try {
      const results = await runCase(one);
      for (const result of results) write(line(result));
      const { passed, failed, unsupported } = count(results);
      total.passed += passed;
      total.failed += failed;
      total.unsupported += unsupported;
    } catch (error) {
      total.broken++;
      write(`  could not be run: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  write(
    `${cases.length} cases: ${total.passed} tensors pass, ${total.failed} fail, ${total.unsupported} not yet supported; ${total.broken} cases could not be run`,
  );
  return cases.length > 0 && total.failed === 0 && total.broken === 0;
}

async function runCase({ folder, kind }: Case): ReturnType<NonNullable<ReturnType<typeof KINDS.get>>> {
  const run = KINDS.get(kind);
  if (!run) throw new Error(`unknown kind ${JSON.stringify(kind)}; known are ${[...KINDS.keys()].join(", ")}`);
  return run(folder);
}
