import { existsSync, mkdirSync, readdirSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import { join, posix } from "node:path";
import ts from "typescript";
import type { Block } from "./blocks.js";

/** Folder of a package that holds its blocks while they are checked; git ignores it. Two checks may run at once. */
const temporary = ".readme";
const own = posix.join(temporary, String(process.pid));

/** A block as files inside the package whose imports it uses. */
export interface Module {
  readonly block: Block;
  /** Where it runs: the folder of its document. */
  readonly directory: string;
  /** With the document's line numbers: the code is preceded by as many empty lines. */
  readonly source: string;
  readonly compiled: string;
}

/** The package that a document belongs to; those of the workspace itself see what `tools` depends on. */
function packageOf(path: string): string {
  const [parent = "", name = ""] = path.split("/");
  return parent === "packages" || parent === "examples" ? posix.join(parent, name) : "tools";
}

/** Writes every block as TypeScript, and as JavaScript with its types stripped. */
export function writeModules(root: string, blocks: readonly Block[]): readonly Module[] {
  return blocks.map((block) => {
    const home = packageOf(block.path);
    const folder = join(root, home, own);
    mkdirSync(folder, { recursive: true });
    const name = `${posix.basename(block.path, ".md").toLowerCase()}-${block.line}`;
    const source = join(folder, `${name}.ts`);
    const compiled = join(folder, `${name}.js`);
    const text = "\n".repeat(block.line) + block.code;
    const options = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2023, verbatimModuleSyntax: true };
    const { outputText } = ts.transpileModule(text, {
      fileName: source,
      compilerOptions: { ...options, inlineSourceMap: true, inlineSources: true },
    });
    writeFileSync(source, text);
    writeFileSync(compiled, outputText);
    const directory = join(root, home === "tools" ? "." : home);
    return { block, directory, source, compiled };
  });
}

/** Removes what `writeModules` wrote in this process. */
export function removeModules(root: string, paths: Iterable<string>): void {
  for (const home of new Set([...paths].map(packageOf))) {
    rmSync(join(root, home, own), { recursive: true, force: true });
    const folder = join(root, home, temporary);
    if (existsSync(folder) && readdirSync(folder).length === 0) rmdirSync(folder);
  }
}
