import { spawn } from "node:child_process";
import type { Module } from "./modules.js";

export interface Execution {
  readonly seconds: number;
  /** Line of the document at which it failed, and what it said; null: it ran to its end. */
  readonly failure: { readonly line: number; readonly text: string } | null;
}

/** The last place in the document that a stack trace names. */
function failingLine({ block, source }: Module, text: string): number {
  const at = text.indexOf(`${source}:`);
  return at < 0 ? block.line : Number.parseInt(text.slice(at + source.length + 1), 10);
}

/** Runs a module with Node from its package's folder; one that is still running at the limit has failed. */
export function execute(
  module: Module,
  { timeoutMs = 60_000 }: { readonly timeoutMs?: number } = {},
): Promise<Execution> {
  const began = performance.now();
  const child = spawn(process.execPath, ["--enable-source-maps", module.compiled], {
    cwd: module.directory,
    stdio: ["ignore", "pipe", "pipe"],
    timeout: timeoutMs,
    killSignal: "SIGKILL",
  });
  const chunks: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => chunks.push(chunk));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => {
      const seconds = (performance.now() - began) / 1000;
      const output = Buffer.concat(chunks).toString("utf8").trimEnd();
      if (code === 0) return resolve({ seconds, failure: null });
      const limit = signal === "SIGKILL" ? `still ran after ${timeoutMs / 1000} s\n` : "";
      resolve({ seconds, failure: { line: failingLine(module, output), text: (limit + output).trimEnd() } });
    });
  });
}
