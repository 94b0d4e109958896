import { parseArgs } from "node:util";
import { BACKENDS, type BackendName } from "@vlm/ops";
import type { Clock } from "./clock.js";
import { groups } from "./groups.js";

export interface Options {
  readonly groups: readonly string[];
  /** Names of cases; empty: all. */
  readonly cases: readonly string[];
  /** Where the results go besides the screen. */
  readonly json?: string;
  /** The rivals' interpreter. */
  readonly python?: string;
  /** What our programs run on; cases of this process choose for themselves. */
  readonly backend: BackendName;
  readonly core?: number;
  readonly rounds: number;
  readonly clock: Clock;
  readonly large: boolean;
}

export const usage: string = `usage: pnpm bench [GROUP…] [--case NAME]… [--json FILE] [--python PATH] [--core N] [--rounds N]
       [--backend NAME] [--clock wall|cpu] [--large]
groups: ${groups.map(({ name }) => name).join(", ")} (all by default)`;

/** Reads the command line; throws, saying what is wrong with it. */
export function readOptions(args: readonly string[], environment: NodeJS.ProcessEnv = process.env): Options {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      case: { type: "string", multiple: true, default: [] },
      json: { type: "string" },
      python: { type: "string" },
      backend: { type: "string", default: "vlm-cpu" },
      core: { type: "string" },
      rounds: { type: "string", default: "15" },
      clock: { type: "string", default: "wall" },
      large: { type: "boolean", default: false },
    },
  });
  const known = groups.map(({ name }) => name);
  for (const name of positionals) requireOneOf("group", name, known);
  const chosen = positionals.length > 0 ? positionals : known;
  const cases = groups.filter(({ name }) => chosen.includes(name)).flatMap((group) => group.cases);
  for (const name of values.case)
    requireOneOf(
      "case",
      name,
      cases.map((benchmark) => benchmark.name),
    );
  requireOneOf("clock", values.clock, ["wall", "cpu"]);
  requireOneOf("backend", values.backend, BACKENDS);
  const python = values.python ?? environment.VLM_PYTHON;
  return {
    groups: chosen,
    cases: values.case,
    ...(values.json !== undefined && { json: values.json }),
    ...(python && { python }),
    backend: values.backend as BackendName,
    ...(values.core !== undefined && { core: wholeNumber("core", values.core, 0) }),
    rounds: wholeNumber("rounds", values.rounds, 1),
    clock: values.clock as Clock,
    large: values.large,
  };
}

function requireOneOf(kind: string, name: string, names: readonly string[]): void {
  if (!names.includes(name)) {
    throw new RangeError(
      `bench.readOptions: there is no ${kind} ${JSON.stringify(name)}; expected one of ${names.join(", ")}. Check the name.`,
    );
  }
}

function wholeNumber(name: string, text: string, least: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(value) && value >= least) return value;
  throw new RangeError(
    `bench.readOptions: --${name} is ${JSON.stringify(text)}; expected a whole number, ${least} at least. Leave it out for the default.`,
  );
}
