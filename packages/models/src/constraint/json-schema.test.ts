import { useBackend } from "@vlm/ops";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { generate } from "../generation/generate.js";
import { byteVocabulary, randomLogits, scriptedBatch, scriptedModel } from "../testing/scripted.js";
import { accepts } from "./automaton.js";
import { constrain } from "./constrain.js";
import { jsonSchema } from "./json-schema.js";
import { Vocabulary } from "./vocabulary.js";

beforeAll(() => useBackend("cpu"));

const { tokens, end } = byteVocabulary([
  '{"',
  '":',
  ',"',
  '"}',
  "true",
  "12",
  '\\"',
  "\\u00",
  "ü",
  "[]",
  "}",
  "-",
  '"a":',
]);
const vocabulary = new Vocabulary(tokens);

interface Schema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly enum?: readonly unknown[];
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
}

/** JSON Schema's own meaning, for what is generated here. */
function isValid(value: unknown, schema: Schema): boolean {
  if (schema.anyOf) return schema.anyOf.some((option) => isValid(value, option));
  if (schema.enum) return schema.enum.some((one) => JSON.stringify(one) === JSON.stringify(value));
  if (schema.type === "object") {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
    const { properties = {}, required = [] } = schema;
    const order = Object.keys(properties).filter((name) => Object.hasOwn(value, name));
    return (
      required.every((name) => Object.hasOwn(value, name)) &&
      JSON.stringify(Object.keys(value)) === JSON.stringify(order) &&
      Object.entries(value).every(([name, inner]) => isValid(inner, properties[name]!))
    );
  }
  if (schema.type === "array") {
    const { minItems = 0, maxItems = Infinity, items } = schema;
    if (!Array.isArray(value) || value.length < minItems || value.length > maxItems) return false;
    return value.every((item) => isValid(item, items!));
  }
  if (schema.type === "string") {
    if (typeof value !== "string") return false;
    const { minLength = 0, maxLength = Infinity, pattern = "" } = schema;
    const { length } = Array.from(value);
    return length >= minLength && length <= maxLength && new RegExp(pattern, "u").test(value);
  }
  if (schema.type === "integer") {
    const { minimum = -Infinity, maximum = Infinity } = schema;
    return Number.isSafeInteger(value) && (value as number) >= minimum && (value as number) <= maximum;
  }
  if (schema.type === "number") return Number.isFinite(value);
  return schema.type === "null" ? value === null : typeof value === schema.type;
}

const names = fc.constantFrom("a", "b", 'q"uote', "ü", "move");
const simple: fc.Arbitrary<Schema> = fc.oneof(
  fc.constantFrom({ type: "boolean" }, { type: "null" }, { type: "number" }, { type: "string" }, { type: "integer" }),
  fc.record({ type: fc.constant("string"), minLength: fc.nat(2), maxLength: fc.integer({ min: 2, max: 5 }) }),
  fc.constantFrom("^[a-c]+$", '["\\\\]', "^\\(\\d,\\d\\)$", "x|^\\n").map((pattern) => ({ type: "string", pattern })),
  fc.constant({ type: "string", pattern: "^(ab)*", maxLength: 5, minLength: 3 }),
  fc
    .tuple(fc.integer({ min: -12345, max: 12345 }), fc.nat(12345))
    .map(([minimum, more]) => ({ type: "integer", minimum, maximum: minimum + more })),
  fc.constant({ enum: ["x", 'say "no"', 3, null, { deep: [1, true] }] }),
);
const { schema } = fc.letrec<{ schema: Schema; members: Schema }>((tie) => ({
  schema: fc.oneof(
    { depthSize: "small" },
    simple,
    fc
      .tuple(
        fc.dictionary(names, tie("schema"), { maxKeys: 4 }),
        fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
      )
      .map(([properties, must]) => ({
        type: "object",
        properties,
        required: Object.keys(properties).filter((_, i) => must[i]),
      })),
    fc
      .tuple(tie("schema"), fc.nat(2), fc.nat(2))
      .map(([items, minItems, more]) => ({ type: "array", items, minItems, maxItems: minItems + more })),
    fc.array(tie("schema"), { minLength: 1, maxLength: 3 }).map((anyOf) => ({ anyOf })),
  ),
  members: tie("schema"),
}));

describe("jsonSchema", () => {
  it("makes every answer of random logits valid JSON of the schema", async () => {
    await fc.assert(
      fc.asyncProperty(schema, fc.nat(1e6), fc.nat(60), async (json, seed, more) => {
        const constraint = constrain(jsonSchema(json), vocabulary);
        const model = scriptedModel((_, said) => randomLogits(tokens.length, seed + said.length));
        const options = { stopTokens: [end], constraint, sampling: { seed } };
        const maxNewTokens = constraint.leastTokens + more + 1;
        const [answer] = await generate(model, scriptedBatch(["row"]), { ...options, maxNewTokens });
        const bytes = Uint8Array.from(answer!.flatMap((token) => [...tokens[token]!]));
        const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
        expect(isValid(JSON.parse(text), json), `${text} by ${JSON.stringify(json)}`).toBe(true);
      }),
      { numRuns: 60, seed: 9 },
    );
  }, 30_000);

  it("knows every integer between its bounds and no other", () => {
    fc.assert(
      fc.property(fc.integer({ min: -1200, max: 1200 }), fc.nat(1500), (minimum, more) => {
        const automaton = jsonSchema({ type: "integer", minimum, maximum: minimum + more });
        for (const value of [
          -1,
          0,
          1,
          9,
          10,
          99,
          100,
          minimum - 1,
          minimum,
          minimum + 1,
          minimum + more,
          minimum + more + 1,
        ]) {
          const expected = value >= minimum && value <= minimum + more;
          expect(accepts(automaton, String(value)), `${value}`).toBe(expected);
        }
        expect(["-0", "00", "01", "+1", "1.0", ""].some((text) => accepts(automaton, text))).toBe(false);
      }),
      { numRuns: 60, seed: 1 },
    );
    const open = jsonSchema({ type: "integer", exclusiveMinimum: 2.5 });
    expect(["2", "3", "9007199254740991", "9007199254740992"].map((text) => accepts(open, text))).toEqual([
      ...[false, true, true, false],
    ]);
    expect(accepts(jsonSchema({ type: "integer", exclusiveMaximum: 3, minimum: 2 }), "2")).toBe(true);
  });

  it("writes as JSON.stringify does, or with other separators", () => {
    const value = { a: [1, 'x\n"\\\u0001é'], b: { c: null } };
    const fixed = {
      type: "object",
      properties: {
        a: { type: "array", prefixItems: [{ type: "integer" }, { type: "string" }], minItems: 2 },
        b: { type: "object", properties: { c: { const: null } } },
      },
    };
    expect(accepts(jsonSchema(fixed), JSON.stringify(value))).toBe(true);
    expect(accepts(jsonSchema({ const: value }), JSON.stringify(value))).toBe(true);
    const python = '{"a": [1, "é"], "b": {"c": null}}';
    expect(accepts(jsonSchema(fixed, { separators: [", ", ": "] }), python)).toBe(true);
    expect(accepts(jsonSchema({ const: JSON.parse(python) }, { separators: [", ", ": "] }), python)).toBe(true);
    expect(accepts(jsonSchema(fixed), python)).toBe(false);
  });

  it("follows references that end, leaves annotations aside, and unites types", () => {
    const move = jsonSchema({
      $schema: "https://json-schema.org/draft/2020-12/schema",
      title: "Answer",
      $defs: {
        square: { type: "array", items: { $ref: "#/$defs/index" }, minItems: 2, maxItems: 2 },
        index: { enum: [0, 1, 2] },
      },
      type: ["object", "null"],
      properties: { from: { $ref: "#/$defs/square" }, to: { $ref: "#/$defs/square", description: "where" } },
      additionalProperties: false,
      required: ["to"],
    });
    expect(['{"to":[0,2]}', '{"from":[1,1],"to":[0,2]}', "null"].every((text) => accepts(move, text))).toBe(true);
    expect(['{"from":[1,1]}', '{"to":[0]}', '{"to":[0,3]}', "{}"].some((text) => accepts(move, text))).toBe(false);
    const typed = jsonSchema({ type: "string", enum: ["a", 1] });
    expect(["1", '"a"'].map((text) => accepts(typed, text))).toEqual([false, true]);
  });

  it("refuses by name and place what it does not know", () => {
    const refused: readonly (readonly [unknown, string])[] = [
      [true, "the schema at # is true; expected an object. Say what is allowed there."],
      [
        {},
        "the schema at # has type undefined; expected object, array, string, integer, number, boolean, null, anyOf, enum or const",
      ],
      [
        { type: "string", format: "date" },
        'the schema at # has format "date"; expected annotations and type, pattern, minLength, maxLength.',
      ],
      [
        { type: "object", properties: { n: { type: "integer", multipleOf: 2 } } },
        "the schema at #/properties/n has multipleOf 2;",
      ],
      [{ type: "number", minimum: 0 }, "the schema at # has minimum 0; expected annotations and type."],
      [
        { type: ["number", "integer"], minimum: 0 },
        "the schema at # has minimum of a number; expected it of an integer alone.",
      ],
      [
        { type: "object", additionalProperties: { type: "string" } },
        'has additionalProperties {"type":"string"}; expected true or false; no others are written.',
      ],
      [{ type: "object", required: ["x"] }, 'has required ["x"]; expected names that are among its properties.'],
      [{ type: "array" }, "has an array without items; expected items that say what it holds."],
      [{ anyOf: [{ type: "null" }], minLength: 1 }, "has minLength 1; expected annotations and anyOf."],
      [{ $ref: "other.json" }, 'has $ref "other.json"; expected a place in the same schema, such as #/$defs/name.'],
      [{ $ref: "#/$defs/x" }, "has $ref #/$defs/x; expected a place that the schema has."],
      [
        { type: "array", items: { $ref: "#" } },
        "the schema at #/items has $ref #, which comes back to itself; expected schemas of bounded depth.",
      ],
      [
        {
          $ref: "#/$defs/a",
          $defs: { a: { type: "array", items: { $ref: "#/$defs/b" } }, b: { anyOf: [{ $ref: "#/$defs/a" }] } },
        },
        "has $ref #/$defs/a, which comes back to itself;",
      ],
      [{ type: "string", maxLength: -1 }, "has maxLength -1; expected a whole number from 0 on."],
      [{ type: "string", minLength: 3, maxLength: 2 }, "the schema allows no text; expected one at least. Loosen it."],
      [
        { type: "string", pattern: "^a{5}$", maxLength: 2 },
        "the schema allows no text; expected one at least. Loosen it.",
      ],
      [{ type: "string", pattern: "(?=a)" }, 'the pattern at #: "(?=a)" has an assertion or a flag at 0;'],
      [
        { type: "string", pattern: "^(a|b)*a(a|b){9}$", minLength: 200 },
        "the string at # needs more than 50000 states;",
      ],
      [{ enum: 3 }, "has enum 3; expected a list of values."],
    ];
    for (const [json, message] of refused) {
      expect(() => jsonSchema(json), JSON.stringify(json)).toThrow(message);
      expect(() => jsonSchema(json), JSON.stringify(json)).toThrow("models.jsonSchema: ");
    }
  });
});
