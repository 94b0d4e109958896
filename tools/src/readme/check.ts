import { existsSync, readdirSync, readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join, posix } from "node:path";
import { blocksOf } from "./blocks.js";
import { execute } from "./execution.js";
import { type Module, removeModules, writeModules } from "./modules.js";
import { typeErrors } from "./types.js";

function markdownIn(root: string, folder: string): string[] {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() || entry.name.endsWith(".md"))
    .flatMap((entry) => {
      const path = posix.join(folder, entry.name);
      return entry.isDirectory() ? markdownIn(root, path) : [path];
    });
}

/** README.md and CONTRIBUTING.md of the workspace, everything in docs, and the README of every package and example. */
export function documentsOf(root: string): readonly string[] {
  const readmes = ["packages", "examples"].flatMap((parent) =>
    existsSync(join(root, parent)) ? readdirSync(join(root, parent)).map((name) => `${parent}/${name}/README.md`) : [],
  );
  const own = ["README.md", "CONTRIBUTING.md", ...readmes].filter((path) => existsSync(join(root, path)));
  return [...own, ...markdownIn(root, "docs")];
}

export interface Options {
  /** Longest that one block may run. */
  readonly timeoutMs?: number;
  /** Takes each line of the report. */
  readonly print?: (line: string) => void;
}

const place = ({ block }: Module): string => `${block.path}:${block.line}`;

/** Type-checks and runs every block of the documents; gives the number that failed. */
export async function checkReadmes(
  root: string,
  documents: readonly string[],
  { timeoutMs = 60_000, print = console.log }: Options = {},
): Promise<number> {
  const blocks = documents.flatMap((path) => blocksOf(path, readFileSync(join(root, path), "utf8")));
  try {
    const modules = writeModules(root, blocks);
    const errors = typeErrors(root, modules);
    const queue = modules.values();
    let failed = 0;
    const work = async (): Promise<void> => {
      for (const module of queue) {
        const wrong = errors.get(module);
        if (wrong) {
          failed++;
          print(`fail  ${place(module)} does not type-check\n${wrong.map((line) => `  ${line}`).join("\n")}`);
        } else if (!module.block.runs) {
          print(`ok    ${place(module)} type-checked`);
        } else {
          const { seconds, failure } = await execute(module, { timeoutMs });
          if (failure) failed++;
          const text = failure?.text.replace(/^/gm, "  ");
          if (failure) print(`fail  ${module.block.path}:${failure.line} does not run\n${text}`);
          else print(`ok    ${place(module)} ran in ${seconds.toFixed(1)} s`);
        }
      }
    };
    await Promise.all(Array.from({ length: availableParallelism() }, work));
    return failed;
  } finally {
    removeModules(root, documents);
  }
}
