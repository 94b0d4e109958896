import { Template } from "@huggingface/jinja";
import { strip, stripEnd, stripStart } from "./strip.js";

const LIST_LENGTH = 1_000_000;
const TEXT_LENGTH = 4_194_304;

/** A node of a parsed template. */
interface Node {
  readonly type: string;
  [field: string]: unknown;
}

/**
 * A Jinja template that strips text as Python does, and whose rendering ends: after `steps` iterations of loops and
 * calls of macros, after `durationMs`, or with a list of more than 1,000,000 items or a text of more than 4,194,304 characters it
 * throws. Loops, macros and assignments of the parsed template check themselves; names with a dot are out of its reach.
 */
export class GuardedTemplate {
  /** The tree of the source, without what guards it. */
  readonly parsed: Template["parsed"];
  private readonly template: Template;
  private readonly steps: number;
  private readonly durationMs: number;

  constructor(source: string, { steps = 250_000, durationMs = 10_000 }: { steps?: number; durationMs?: number } = {}) {
    this.steps = steps;
    this.durationMs = durationMs;
    this.parsed = new Template(source).parsed;
    this.template = new Template(source);
    guard(this.template.parsed);
    this.template.parsed.body.unshift(...new Template("{% set range = bounded_range %}").parsed.body);
  }

  render(variables: Readonly<Record<string, unknown>>): string {
    let step = 0;
    const deadline = Date.now() + this.durationMs;
    const text = this.template.render({
      ...variables,
      bounded_range: boundedRange,
      "guard.step": () => {
        if (++step > this.steps) throw new Error(`its loops and macros run more than ${this.steps} times`);
        if (Date.now() > deadline) throw new Error(`it takes longer than ${this.durationMs} ms`);
        return null;
      },
      "guard.size": checkSize,
      ...Object.fromEntries(Object.entries(STRIPS).map(([name, apply]) => [`guard.${name}`, stripped(apply)])),
    });
    checkSize(text);
    return text;
  }
}

const STRIPS: Readonly<Record<string, (text: string) => string>> = {
  strip,
  lstrip: stripStart,
  rstrip: stripEnd,
};

function stripped(apply: (text: string) => string): (value: unknown) => string {
  return (value) => {
    if (typeof value === "string") return apply(value);
    throw new Error(`${typeof value} cannot be stripped`);
  };
}

function checkSize(value: unknown): null {
  const limit = typeof value === "string" ? TEXT_LENGTH : LIST_LENGTH;
  if ((typeof value === "string" || Array.isArray(value)) && value.length > limit) {
    throw new Error(`it makes a ${typeof value === "string" ? "text" : "list"} of ${value.length}, more than ${limit}`);
  }
  return null;
}

function boundedRange(first: number, end: number | undefined, step = 1): readonly number[] {
  const [from, to] = end === undefined ? [0, first] : [first, end];
  const length = Math.max(0, Math.ceil((to - from) / step));
  if (length <= LIST_LENGTH) return Array.from({ length }, (_, index) => from + index * step);
  throw new Error(`range(${from}, ${to}, ${step}) has more than ${LIST_LENGTH} numbers`);
}

/** Puts checks into a tree, and Python's strip in the place of JavaScript's. */
function guard(value: unknown): void {
  if (typeof value !== "object" || value === null) return;
  const fields = value as Record<string, unknown>;
  for (const [name, field] of Object.entries(fields)) {
    const replaced = withPythonStrip(field);
    if (replaced !== field) fields[name] = replaced;
    guard(replaced);
  }
  if (Array.isArray(value)) {
    const checked: unknown[] = value.flatMap((item: unknown) => [item, ...sizeChecks(item)]);
    if (checked.length > value.length) value.splice(0, value.length, ...checked);
  } else if (isNode(value) && (value.type === "For" || value.type === "Macro")) {
    const parameters = value.type === "Macro" ? (value.args as readonly Node[]) : [];
    const names = parameters.map((parameter) => (parameter.type === "Identifier" ? parameter : parameter.key));
    const sizes = names.map((name) => call("guard.size", [name]));
    value.body = [call("guard.step", []), ...sizes, ...(value.body as readonly unknown[])];
  }
}

/** Checks of what a `{% set %}` computes; what it only copies has been checked. */
function sizeChecks(statement: unknown): readonly Node[] {
  if (!isNode(statement) || statement.type !== "Set") return [];
  const { assignee, value } = statement;
  if (!isNode(assignee) || (isNode(value) && /^(String|Integer|Float)Literal$|^Identifier$/.test(value.type)))
    return [];
  const names = assignee.type === "TupleLiteral" ? (assignee.value as readonly Node[]) : [assignee];
  return names.map((name) => call("guard.size", [name]));
}

/** `x | trim` and `x.strip()` as calls of functions of ours; anything else as it is. */
function withPythonStrip(node: unknown): unknown {
  if (!isNode(node)) return node;
  const { filter, operand, callee, args } = node;
  if (node.type === "FilterExpression" && isNode(filter) && filter.value === "trim") {
    return call("guard.strip", [operand]);
  }
  if (node.type === "CallExpression" && isNode(callee) && callee.type === "MemberExpression") {
    const method = isNode(callee.property) && !callee.computed ? String(callee.property.value) : "";
    if (Object.hasOwn(STRIPS, method) && (args as readonly unknown[]).length === 0) {
      return call(`guard.${method}`, [callee.object]);
    }
  }
  return node;
}

function call(name: string, args: readonly unknown[]): Node {
  const node = new Template("{{ name() }}").parsed.body[0] as unknown as Node;
  (node.callee as Node).value = name;
  node.args = args;
  return node;
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "type" in value;
}
