import type { Automaton } from "./automaton.js";
import { compile, intersection } from "./compile.js";
import { choice, type Expression, literal, optional, repeat, sequence } from "./expression.js";
import { integersBetween } from "./json-integer.js";
import { ANY_CHARACTER, jsonLiteral, NUMBER, quoted } from "./json-text.js";
import { searching } from "./regular-expression.js";
import { Schema, unsupported } from "./schema.js";

export interface JsonOptions {
  /** What is written between items and between a name and its value, as Python's json.dumps has it. */
  readonly separators?: readonly [comma: string, colon: string];
}

/**
 * JSON texts that are valid by a JSON Schema (2020-12 or draft 7), as JSON.stringify would write them: properties in the
 * schema's order and no others, no white space but the separators'.
 *
 * Known are: `type` (one or a list), `properties`, `required`, `additionalProperties` as true or false, `items`,
 * `prefixItems`, `minItems`, `maxItems`, `enum`, `const`, `pattern`, `minLength`, `maxLength` (in code points), `minimum`,
 * `maximum` and their exclusive forms for integers, `anyOf`, `oneOf` (as if it were `anyOf`), and `$ref` that does not
 * come back to itself. Integers without bounds are JavaScript's safe ones.
 *
 * @throws on any other keyword, by its name and place; when no text is valid, or more than 50,000 states are needed
 */
export function jsonSchema(schema: unknown, { separators = [",", ":"] }: JsonOptions = {}): Automaton {
  return compile(new Writer(separators).value(new Schema(schema)), "jsonSchema: the schema");
}

const SAFE = Number.MAX_SAFE_INTEGER;
const TYPES = ["object", "array", "string", "integer", "number", "boolean", "null"];

/** From schemas to the texts of their values. */
class Writer {
  readonly #comma: Expression;
  readonly #colon: string;
  readonly #separators: readonly [string, string];
  /** By path: what is referred to from many places is written once. */
  readonly #known = new Map<string, Expression>();

  constructor(separators: readonly [comma: string, colon: string]) {
    this.#separators = separators;
    this.#comma = literal(separators[0]);
    this.#colon = separators[1];
  }

  value(schema: Schema): Expression {
    const known = this.#known.get(schema.path) ?? this.#value(schema);
    this.#known.set(schema.path, known);
    return known;
  }

  #value(schema: Schema): Expression {
    const referred = schema.referred();
    if (referred) return this.value(referred);
    const union = schema.list("anyOf") ?? schema.list("oneOf");
    if (union) {
      schema.allow(schema.has("anyOf") ? "anyOf" : "oneOf");
      return choice(union.map((option) => this.value(option)));
    }
    if (schema.has("const") || schema.has("enum")) {
      schema.allow("const", "enum", "type");
      return choice(schema.values().map((value) => literal(jsonLiteral(value, this.#separators))));
    }
    const types = schema.types(TYPES);
    return choice(types.map((type) => this.#ofType(type, schema)));
  }

  #ofType(type: string, schema: Schema): Expression {
    // With several types each keyword belongs to one of them, and says nothing of the others.
    switch (type) {
      case "object":
        return this.#object(schema);
      case "array":
        return this.#array(schema);
      case "string":
        return this.#string(schema);
      case "integer":
        return this.#integer(schema);
      case "number":
        return NUMBER;
      case "boolean":
        return choice([literal("true"), literal("false")]);
      default:
        return literal("null");
    }
  }

  #object(schema: Schema): Expression {
    const required = schema.required();
    const members = schema.properties().map(([name, inner]) => ({
      member: sequence(literal(`${JSON.stringify(name)}${this.#colon}`), this.value(inner)),
      isRequired: required.has(name),
    }));
    /** The members from an index on, where none has been written yet. */
    const first = (index: number): Expression => {
      const next = members[index];
      if (!next) return sequence();
      const withNext = sequence(next.member, ...members.slice(index + 1).map(behind));
      return next.isRequired ? withNext : choice([withNext, first(index + 1)]);
    };
    const behind = ({ member, isRequired }: (typeof members)[number]): Expression => {
      const more = sequence(this.#comma, member);
      return isRequired ? more : optional(more);
    };
    return sequence(literal("{"), first(0), literal("}"));
  }

  #array(schema: Schema): Expression {
    const prefix = schema.list("prefixItems")?.map((item) => this.value(item)) ?? [];
    const item = schema.item();
    const rest = item ? this.value(item) : null;
    const min = schema.count("minItems") ?? 0;
    const most = schema.count("maxItems") ?? Number.POSITIVE_INFINITY;
    const max = rest ? most : Math.min(most, prefix.length);
    if (!rest && prefix.length === 0) unsupported(schema, "an array without items", "items that say what it holds");
    /** The items from an index on, each with its comma. */
    const from = (index: number): Expression => {
      if (index >= max) return index >= min ? sequence() : choice([]);
      const isRest = index >= prefix.length;
      const one = isRest ? rest! : prefix[index]!;
      const withComma = index === 0 ? one : sequence(this.#comma, one);
      if (isRest && index > 0) return repeat(withComma, Math.max(0, min - index), max - index);
      const more = sequence(withComma, from(index + 1));
      return index >= min ? optional(more) : more;
    };
    return sequence(literal("["), from(0), literal("]"));
  }

  #string(schema: Schema): Expression {
    const pattern = schema.text("pattern");
    const min = schema.count("minLength") ?? 0;
    const max = schema.count("maxLength") ?? Number.POSITIVE_INFINITY;
    const ofLength = quoted(repeat(ANY_CHARACTER, min, Math.max(min, max)));
    if (max < min) return choice([]);
    if (pattern === null) return ofLength;
    const matching = quoted(searching(pattern, `jsonSchema: the pattern at ${schema.path}`));
    if (min === 0 && max === Number.POSITIVE_INFINITY) return matching;
    const what = `jsonSchema: the string at ${schema.path}`;
    const automaton = intersection(compile(matching, what), compile(ofLength, what), what);
    return automaton ? { kind: "automaton", automaton } : choice([]);
  }

  #integer(schema: Schema): Expression {
    const low = schema.number("minimum") ?? -SAFE;
    const high = schema.number("maximum") ?? SAFE;
    const above = schema.number("exclusiveMinimum") ?? -SAFE - 1;
    const below = schema.number("exclusiveMaximum") ?? SAFE + 1;
    const min = Math.max(-SAFE, Math.ceil(low), Math.floor(above) + 1);
    const max = Math.min(SAFE, Math.floor(high), Math.ceil(below) - 1);
    return integersBetween(min, max);
  }
}
