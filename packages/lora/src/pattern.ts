import type { ModulePattern } from "./config.js";

/** Whether a module's name fits: a list by equality or ending, an expression by its full match, as in PEFT. */
export function fits(pattern: ModulePattern): (name: string) => boolean {
  if (typeof pattern === "string" || pattern instanceof RegExp) {
    const expression = fullMatch(pattern);
    return (name) => expression.test(name);
  }
  return (name) => pattern.some((entry) => endsWithModule(name, entry));
}

export function endsWithModule(name: string, entry: string): boolean {
  return name === entry || name.endsWith(`.${entry}`);
}

/** The value of the first key whose expression matches the end of the name, at a dot or from the start. */
export function patternValue(patterns: Readonly<Record<string, number>>, name: string, otherwise: number): number {
  for (const [key, value] of Object.entries(patterns)) {
    if (compile(`^(?:.*\\.)?(?:${key})$`, key).test(name)) return value;
  }
  return otherwise;
}

function fullMatch(pattern: string | RegExp): RegExp {
  if (typeof pattern === "string") return compile(`^(?:${pattern})$`, pattern);
  // A global or sticky expression would remember where it stopped.
  return new RegExp(`^(?:${pattern.source})$`, pattern.flags.replace(/[gy]/g, ""));
}

/** Python writes named groups as `(?P<name>…)` and `(?P=name)`. */
function compile(expression: string, given: string): RegExp {
  try {
    return new RegExp(expression.replaceAll("(?P<", "(?<").replace(/\(\?P=(\w+)\)/g, "\\k<$1>"));
  } catch (cause) {
    throw new SyntaxError(
      `lora.matchTargets: ${JSON.stringify(given)} is no regular expression; expected one of a module's whole name. Pass a list for plain names.`,
      { cause },
    );
  }
}
