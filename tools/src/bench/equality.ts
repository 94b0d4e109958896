import { compare } from "../parity/comparison.js";
import type { Outputs } from "./case.js";

/**
 * Throws unless the rival made what we made: one that does other work is no rival.
 *
 * @param tolerance largest absolute difference of floats; integers are always equal
 */
export function checkEqual(
  ours: Outputs,
  theirs: Outputs,
  { name, rival, tolerance = 0 }: { readonly name: string; readonly rival: string; readonly tolerance?: number },
): void {
  const names = (outputs: Outputs): string => Object.keys(outputs).sort().join(", ");
  const fail = (what: string): never => {
    throw new Error(
      `bench.check: case ${name}: ${rival} ${what}; expected equal results, or it is no rival. Give both sides the same work.`,
    );
  };
  if (names(ours) === "") fail("and we make nothing to compare");
  if (names(ours) !== names(theirs)) fail(`makes ${names(theirs)} and we make ${names(ours)}`);
  for (const [key, values] of Object.entries(ours)) {
    const others = theirs[key]!;
    if (values.length !== others.length) fail(`makes ${others.length} ${key} and we make ${values.length}`);
    const allowed = values instanceof Float32Array ? tolerance : 0;
    const { absolute, pass } = compare(key, [values.length], values, others, { tolerance: allowed });
    if (!pass) fail(`makes other ${key}, by ${absolute.toPrecision(3)} where ${allowed} is allowed`);
  }
}
