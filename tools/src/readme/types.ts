import { join, resolve } from "node:path";
import ts from "typescript";
import type { Module } from "./modules.js";

/** Type errors of all modules, checked as one program, by module. */
export function typeErrors(root: string, modules: readonly Module[]): ReadonlyMap<Module, readonly string[]> {
  const { config } = ts.readConfigFile(join(root, "tsconfig.base.json"), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  const program = ts.createProgram(
    modules.map((module) => module.source),
    {
      ...options,
      noEmit: true,
      declaration: false,
      isolatedDeclarations: false,
      moduleDetection: ts.ModuleDetectionKind.Force,
      // The workspace's own Node types, wherever the block stands.
      typeRoots: [join(root, "node_modules", "@types")],
    },
  );
  const byFile = new Map(modules.map((module) => [resolve(module.source), module]));
  const errors = new Map<Module, string[]>();
  for (const { file, start, messageText } of ts.getPreEmitDiagnostics(program)) {
    const module = file && byFile.get(resolve(file.fileName));
    const message = ts.flattenDiagnosticMessageText(messageText, " ");
    if (!module || start === undefined) {
      throw new Error(`readme.types: ${message}; expected errors in blocks only. Build the workspace first.`);
    }
    const { line } = file.getLineAndCharacterOfPosition(start);
    errors.set(module, [...(errors.get(module) ?? []), `${module.block.path}:${line + 1} ${message}`]);
  }
  return errors;
}
