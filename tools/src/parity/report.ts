import type { Comparison } from "./comparison.js";
import type { Unsupported } from "./unsupported.js";

/** One line for a compared tensor. */
export function line(result: Comparison | Unsupported): string {
  if ("unsupported" in result) return `  ${result.name.padEnd(NAME)} not yet supported: ${result.unsupported}`;
  const { name, shape, absolute, relative, pass } = result;
  const errors = `abs ${absolute.toExponential(1).padStart(8)}  rel ${relative.toExponential(1).padStart(8)}`;
  return `  ${name.padEnd(NAME)} ${`[${shape}]`.padEnd(14)} ${errors}  ${pass ? "pass" : "FAIL"}`;
}

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly unsupported: number;
}

export function count(results: readonly (Comparison | Unsupported)[]): Counts {
  const compared = results.filter((result) => !("unsupported" in result)) as Comparison[];
  const passed = compared.filter((result) => result.pass).length;
  return { passed, failed: compared.length - passed, unsupported: results.length - compared.length };
}

const NAME = 56;
