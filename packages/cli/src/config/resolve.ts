import { parse } from "yaml";
import type { ZodObject, z } from "zod";
import { nearest } from "./nearest.js";
import { UsageError } from "./usage-error.js";

/** Options as somebody wrote them, and where: a file's name, or the command line. */
export interface Source {
  readonly name: string;
  readonly options: Readonly<Record<string, unknown>>;
}

/** Values on the command line are read as YAML reads them: `2e-4` is a number, `[0, 90]` a list. */
export function readFlag(text: string): unknown {
  try {
    return parse(text);
  } catch {
    return text;
  }
}

/**
 * One configuration from several sources, the later before the earlier, with the schema's defaults.
 *
 * @throws UsageError that names every unknown option with the nearest known one, or every wrong value.
 */
export function resolve<Schema extends ZodObject>(
  schema: Schema,
  command: string,
  sources: readonly Source[],
): z.output<Schema> {
  const names = Object.keys(schema.shape);
  const unknown = sources.flatMap(({ name, options }) =>
    Object.keys(options)
      .filter((option) => !names.includes(option))
      .map((option) => `${option} in ${name}, the nearest is ${nearest(option, names)}`),
  );
  if (unknown.length > 0)
    throw new UsageError(
      `vlm ${command}: unknown option ${unknown.join("; ")}; expected some of ${names.join(", ")}. Correct or remove it.`,
    );
  const given: Record<string, unknown> = Object.assign({}, ...sources.map((source) => source.options));
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  const faults = result.error.issues.map(({ path: [option], message }) => {
    if (option === undefined) return message;
    // "Invalid input: expected number, received string"
    const expected = message.replace(/^[^:]*: /, "").replace(/, received .*$/, "");
    const source = sources.findLast(({ options }) => option in options);
    if (!source) return `${String(option)} is missing; ${expected}`;
    return `${String(option)} is ${JSON.stringify(given[String(option)])} in ${source.name}; ${expected}`;
  });
  throw new UsageError(
    `vlm ${command}: ${faults.join("; ")}. Correct the YAML file or the command line; vlm ${command} --help lists the options.`,
  );
}
