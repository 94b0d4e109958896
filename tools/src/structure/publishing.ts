/** Packs every package as npm would and asks publint and "are the types wrong" about the tarballs. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkPackage, createPackageFromTarballData } from "@arethetypeswrong/core";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { rooms } from "./rooms.js";

/** The family is ESM only: how CommonJS and Node 10 would resolve it is nobody's concern. */
const ignoredResolutions = new Set(["node10", "node16-cjs"]);

interface Packed {
  readonly name: string;
  readonly filename: string;
}

function pack(root: string, folders: readonly string[], destination: string): readonly Packed[] {
  const options = ["pack", "--json", "--ignore-scripts", "--pack-destination", destination];
  const shell = process.platform === "win32";
  const text = execFileSync("npm", [...options, ...folders], { cwd: root, encoding: "utf8", shell });
  return JSON.parse(text) as readonly Packed[];
}

async function publintProblems(name: string, tarball: Buffer): Promise<string[]> {
  const bytes = new Uint8Array(tarball).buffer;
  const { messages, pkg } = await publint({ pack: { tarball: bytes }, strict: true });
  return messages.map((message) => `structure.publishing: ${name}: ${formatMessage(message, pkg, { color: false })}`);
}

async function typeProblems(name: string, tarball: Buffer): Promise<string[]> {
  const analysis = await checkPackage(createPackageFromTarballData(new Uint8Array(tarball)));
  if (!analysis.types)
    return [`structure.publishing: ${name}: has no types; expected a .d.ts beside every .js. Build it.`];
  const lines = analysis.problems
    .filter((problem) => !("resolutionKind" in problem) || !ignoredResolutions.has(problem.resolutionKind))
    .map((problem) => {
      const where = "entrypoint" in problem ? ` at "${problem.entrypoint}"` : "";
      return (
        `structure.publishing: ${name}: types are wrong${where}, ${problem.kind}; expected types that fit the code. ` +
        "Compare its exports with dist."
      );
    });
  // The same problem is told once for each way of resolving.
  return [...new Set(lines)];
}

const root = join(import.meta.dirname, "..", "..", "..");
const folder = mkdtempSync(join(tmpdir(), "vlm-pack-"));
try {
  const folders = rooms.map((room) => `./packages/${room.name}`);
  const problems: string[] = [];
  for (const { name, filename } of pack(root, folders, folder)) {
    const tarball = readFileSync(join(folder, filename));
    problems.push(...(await publintProblems(name, tarball)), ...(await typeProblems(name, tarball)));
  }
  for (const problem of problems) console.error(problem);
  if (problems.length > 0) process.exitCode = 1;
  else console.log(`publishing: ${folders.length} packages are fit to publish`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
