import { readFileSync } from "node:fs";
import { parseDocument } from "yaml";
import { UsageError } from "./usage-error.js";

/** The options of a YAML file, as written: a mapping of names to values. */
export function readConfig(path: string, command: string): Readonly<Record<string, unknown>> {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (cause) {
    throw new UsageError(
      `vlm ${command}: --config ${path} cannot be read (${(cause as NodeJS.ErrnoException).code}); expected a YAML file. Check the path.`,
      { cause },
    );
  }
  const document = parseDocument(text, { prettyErrors: true });
  const [fault] = document.errors;
  if (fault)
    throw new UsageError(
      `vlm ${command}: ${path} is not YAML: ${fault.message.split("\n")[0]}; expected lines of the form name: value. Correct the file.`,
      { cause: fault },
    );
  const value: unknown = document.toJS() ?? {};
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new UsageError(
      `vlm ${command}: ${path} holds ${JSON.stringify(value)}; expected lines of the form name: value. Correct the file.`,
    );
  return value as Readonly<Record<string, unknown>>;
}
