import type { TemplateNode } from "./template-tree.js";

/** How a template uses content. */
export interface ContentUse {
  /** Whether it may take the white space off the ends of a text. */
  readonly trims: boolean;
}

/**
 * What a value may be. `fixed`: the same whatever the texts are, as long as roles, kinds of parts and which texts are
 * empty stay the same. `content`: a message's text or its parts. `text`: texts, whole or trimmed, joined with fixed ones.
 */
type Kind = "fixed" | "messages" | "message" | "content" | "first" | "part" | "text";

/**
 * Proves that a template only writes texts out: whole or trimmed, alone or joined, asked at most for their type and
 * whether there is any. Null when it may do anything else with one, such as compare, measure, search or cut it, or when
 * its rendering depends on the time.
 *
 * Every name of the template gets the kind of all that is ever put under it, wherever that is.
 */
export function contentUse(template: { readonly body: readonly TemplateNode[] }): ContentUse | null {
  const analysis = new Analysis();
  try {
    do analysis.pass(template.body);
    while (analysis.isChanged);
  } catch (error) {
    if (error instanceof LooksInside) return null;
    throw error;
  }
  return { trims: analysis.trims };
}

class LooksInside extends Error {}

const TYPE_TESTS: ReadonlySet<string> = new Set(
  "string defined undefined none iterable mapping sequence number integer boolean callable true false".split(" "),
);
/** Names that hold values in a message or a part, and are no methods of it. */
const FIELDS: ReadonlySet<string> = new Set(
  "role type tool_calls tool_call_id name function reasoning reasoning_content thinking image images image_url video video_url audio audio_url url path".split(
    " ",
  ),
);
const LOOP_FIELDS: ReadonlySet<string> = new Set("index index0 revindex revindex0 first last length".split(" "));
const UNFIXED_NAMES: ReadonlySet<string> = new Set(["strftime_now", "loop", "varargs", "kwargs", "caller"]);
const FUNCTIONS: ReadonlySet<string> = new Set(["namespace", "range", "raise_exception"]);
const FIXED_FILTERS_OF_MESSAGES: ReadonlySet<string> = new Set(["length"]);

class Analysis {
  isChanged = false;
  trims = false;
  private readonly names = new Map<string, Kind>([["messages", "messages"]]);
  private readonly macros = new Map<string, readonly TemplateNode[]>();

  pass(body: readonly TemplateNode[]): void {
    this.isChanged = false;
    this.write(body);
  }

  /** Statements, and expressions that are written out. */
  private write(body: readonly TemplateNode[]): void {
    for (const node of body) this.statement(node);
  }

  private statement(node: TemplateNode): void {
    switch (node.type) {
      case "If":
        this.kindOf(node.test);
        this.write(node.body);
        this.write(node.alternate);
        return;
      case "For":
        this.loop(node.loopvar, node.iterable);
        this.write(node.body);
        this.write(node.defaultBlock);
        return;
      case "Set":
        this.write(node.body);
        this.assign(node.assignee, node.value ? this.kindOf(node.value) : "text");
        return;
      case "Macro":
        this.macro(node.name.value, node.args);
        this.write(node.body);
        return;
      case "Break":
      case "Continue":
      case "Comment":
        return;
      default:
        this.only(node, "fixed", "text", "content");
    }
  }

  private loop(variable: TemplateNode, iterable: TemplateNode): void {
    const source = iterable.type === "SelectExpression" ? iterable.lhs : iterable;
    const kind = this.only(source, "fixed", "messages", "content");
    // A text is not iterable for the library, so content that is iterated is parts.
    this.assign(variable, kind === "messages" ? "message" : kind === "content" ? "part" : "fixed");
    if (iterable.type === "SelectExpression") this.kindOf(iterable.test);
  }

  private assign(target: TemplateNode, kind: Kind): void {
    if (target.type === "Identifier") {
      this.bind(target.value, kind);
      return;
    }
    if (kind !== "fixed") throw new LooksInside();
    if (target.type === "TupleLiteral") for (const item of target.value) this.assign(item, kind);
    else this.only(target, "fixed");
  }

  private bind(name: string, kind: Kind): void {
    if (this.macros.has(name)) throw new LooksInside();
    const known = this.names.get(name);
    const joined = known === undefined ? kind : join(known, kind);
    if (joined === known) return;
    this.names.set(name, joined);
    this.isChanged = true;
  }

  private macro(name: string, parameters: readonly TemplateNode[]): void {
    if (this.names.has(name)) throw new LooksInside();
    const known = this.macros.get(name);
    if (known !== undefined && known !== parameters) throw new LooksInside();
    if (known === undefined) this.isChanged = true;
    this.macros.set(name, parameters);
    for (const parameter of parameters) {
      if (parameter.type === "KeywordArgumentExpression") this.bind(parameter.key.value, this.kindOf(parameter.value));
      else this.assign(parameter, "fixed");
    }
  }

  /** The kind of a value that must be one of these. */
  private only(node: TemplateNode, ...allowed: readonly Kind[]): Kind {
    const kind = this.kindOf(node);
    if (!allowed.includes(kind)) throw new LooksInside();
    return kind;
  }

  private kindOf(node: TemplateNode): Kind {
    switch (node.type) {
      case "IntegerLiteral":
      case "FloatLiteral":
      case "StringLiteral":
        return "fixed";
      case "Identifier":
        if (UNFIXED_NAMES.has(node.value) || this.macros.has(node.value)) throw new LooksInside();
        return this.names.get(node.value) ?? "fixed";
      case "ArrayLiteral":
      case "TupleLiteral":
        return this.fixed(...node.value);
      case "ObjectLiteral":
        return this.fixed(...node.value.keys(), ...node.value.values());
      case "MemberExpression":
        return this.member(node.object, node.property, node.computed);
      case "CallExpression":
        return this.call(node.callee, node.args);
      case "BinaryExpression":
        return this.binary(node.operator.value, node.left, node.right);
      case "UnaryExpression":
        // Whether there is any text is part of what is fixed.
        if (node.operator.value !== "not") return this.fixed(node.argument);
        this.kindOf(node.argument);
        return "fixed";
      case "FilterExpression":
        return this.filter(node.operand, node.filter);
      case "TestExpression":
        if (this.kindOf(node.operand) !== "fixed" && !TYPE_TESTS.has(nameOf(node.test) ?? "")) throw new LooksInside();
        return "fixed";
      case "SelectExpression":
        this.kindOf(node.test);
        return this.kindOf(node.lhs);
      case "Ternary":
        this.kindOf(node.condition);
        return join(this.kindOf(node.trueExpr), this.kindOf(node.falseExpr));
      default:
        throw new LooksInside();
    }
  }

  private fixed(...nodes: readonly TemplateNode[]): Kind {
    for (const node of nodes) this.only(node, "fixed");
    return "fixed";
  }

  private member(object: TemplateNode, property: TemplateNode, computed: boolean): Kind {
    const field = !computed || property.type === "StringLiteral" ? nameOf(property) : null;
    if (object.type === "Identifier" && object.value === "loop") {
      if (field === null || !LOOP_FIELDS.has(field)) throw new LooksInside();
      return "fixed";
    }
    const kind = this.kindOf(object);
    switch (kind) {
      case "fixed":
        if (property.type === "SliceExpression") this.slice(property);
        else if (field === null) this.fixed(property);
        return "fixed";
      case "messages":
        if (property.type === "SliceExpression") {
          this.slice(property);
          return "messages";
        }
        if (field !== null) throw new LooksInside();
        this.fixed(property);
        return "message";
      case "message":
        if (field === "content") return "content";
        break;
      case "content":
        // Of a text the first letter, of which nothing is asked but what a part has.
        if (property.type === "IntegerLiteral" && property.value === 0) return "first";
        break;
      case "part":
      case "first":
        if (field === "text") return "text";
        break;
      default:
    }
    if (kind === "content" || kind === "text" || field === null || !FIELDS.has(field)) throw new LooksInside();
    return "fixed";
  }

  private slice(slice: TemplateNode & { readonly type: "SliceExpression" }): void {
    for (const bound of [slice.start, slice.stop, slice.step]) if (bound) this.fixed(bound);
  }

  private call(callee: TemplateNode, args: readonly TemplateNode[]): Kind {
    if (callee.type === "MemberExpression") {
      const name = nameOf(callee.property);
      if (!callee.computed && name === "strip" && args.length === 0) return this.trimmed(callee.object);
      this.fixed(callee);
      return this.fixed(...args.map(argumentOf));
    }
    if (callee.type !== "Identifier") throw new LooksInside();
    const parameters = this.macros.get(callee.value);
    if (parameters) {
      this.bindArguments(parameters, args);
      return "text";
    }
    if (!FUNCTIONS.has(callee.value) || this.names.has(callee.value)) throw new LooksInside();
    // An exception ends the rendering whatever it says.
    if (callee.value === "raise_exception") for (const argument of args) this.kindOf(argument);
    else this.fixed(...args.map(argumentOf));
    return "fixed";
  }

  private bindArguments(parameters: readonly TemplateNode[], args: readonly TemplateNode[]): void {
    args.forEach((argument, index) => {
      const parameter = parameters[index];
      if (argument.type === "KeywordArgumentExpression") this.bind(argument.key.value, this.kindOf(argument.value));
      else if (parameter?.type === "KeywordArgumentExpression") this.bind(parameter.key.value, this.kindOf(argument));
      else if (parameter) this.assign(parameter, this.kindOf(argument));
      else throw new LooksInside();
    });
  }

  private binary(operator: string, left: TemplateNode, right: TemplateNode): Kind {
    switch (operator) {
      case "and":
      case "or":
        return join(this.kindOf(left), this.kindOf(right));
      case "~":
      case "+": {
        const kinds = [left, right].map((side) => this.only(side, "fixed", "text", "content"));
        return kinds.every((kind) => kind === "fixed") ? "fixed" : "text";
      }
      case "in":
      case "not in":
        this.fixed(left);
        this.only(right, "fixed", "message", "part");
        return "fixed";
      default:
        return this.fixed(left, right);
    }
  }

  private filter(operand: TemplateNode, filter: TemplateNode): Kind {
    const name = nameOf(filter);
    if (name === "trim") return this.trimmed(operand);
    const kind = this.kindOf(operand);
    if (kind === "messages" && name !== null && FIXED_FILTERS_OF_MESSAGES.has(name)) return "fixed";
    if (kind === "messages" && (name === "first" || name === "last")) return "message";
    if (kind !== "fixed") throw new LooksInside();
    if (filter.type === "CallExpression") this.fixed(...filter.args.map(argumentOf));
    return "fixed";
  }

  private trimmed(operand: TemplateNode): Kind {
    const kind = this.only(operand, "fixed", "text", "content");
    if (kind === "fixed") return kind;
    this.trims = true;
    return "text";
  }
}

/** The kind of a value that is of one kind or the other: what is allowed with it must be allowed with both. */
function join(a: Kind, b: Kind): Kind {
  if (a === b || b === "fixed") return a;
  if (a === "fixed") return b;
  if ((a === "content" && b === "text") || (a === "text" && b === "content")) return "content";
  throw new LooksInside();
}

function nameOf(node: TemplateNode): string | null {
  return node.type === "Identifier" || node.type === "StringLiteral" ? node.value : null;
}

function argumentOf(argument: TemplateNode): TemplateNode {
  return argument.type === "KeywordArgumentExpression" ? argument.value : argument;
}
