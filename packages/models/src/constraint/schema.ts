type Json = Readonly<Record<string, unknown>>;

/** Keywords that describe and do not restrict. */
const ANNOTATIONS = [
  "$schema",
  "$id",
  "$anchor",
  "$comment",
  "$defs",
  "definitions",
  "title",
  "description",
  "default",
  "examples",
  "deprecated",
  "readOnly",
  "writeOnly",
];

/** Keywords of each type. */
const KEYWORDS: Readonly<Record<string, readonly string[]>> = {
  object: ["properties", "required", "additionalProperties"],
  array: ["items", "prefixItems", "minItems", "maxItems"],
  string: ["pattern", "minLength", "maxLength"],
  integer: ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"],
};

/** One place of a JSON Schema: what it says, checked as it is read. */
export class Schema {
  /** Where it stands: `"#/properties/move"`. */
  readonly path: string;
  readonly #json: Json;
  readonly #root: unknown;
  /** References on the way here. */
  readonly #followed: readonly string[];

  constructor(json: unknown, path = "#", root: unknown = json, followed: readonly string[] = []) {
    if (typeof json !== "object" || json === null || Array.isArray(json)) {
      throw new Error(
        `models.jsonSchema: the schema at ${path} is ${JSON.stringify(json) ?? typeof json}; expected an object. Say what is allowed there.`,
      );
    }
    this.path = path;
    this.#json = json as Json;
    this.#root = root;
    this.#followed = followed;
  }

  has(keyword: string): boolean {
    return this.#json[keyword] !== undefined;
  }

  /** @throws on a keyword that is not among these and restricts */
  allow(...keywords: readonly string[]): void {
    const other = Object.keys(this.#json).find(
      (key) => this.has(key) && !keywords.includes(key) && !ANNOTATIONS.includes(key),
    );
    if (other !== undefined) {
      unsupported(this, `${other} ${JSON.stringify(this.#json[other])}`, `annotations and ${keywords.join(", ")}`);
    }
  }

  /** The schema that `$ref` names; null without one. */
  referred(): Schema | null {
    const reference = this.#json.$ref;
    if (reference === undefined) return null;
    this.allow("$ref");
    if (typeof reference !== "string" || !/^#(\/|$)/.test(reference)) {
      unsupported(this, `$ref ${JSON.stringify(reference)}`, "a place in the same schema, such as #/$defs/name");
    }
    if (this.#followed.includes(reference) || `${this.path}/`.startsWith(`${reference}/`)) {
      unsupported(this, `$ref ${reference}, which comes back to itself`, "schemas of bounded depth");
    }
    let target = this.#root;
    for (const key of reference.split("/").slice(1)) {
      const name = decodeURIComponent(key).replaceAll("~1", "/").replaceAll("~0", "~");
      target = typeof target === "object" && target !== null ? (target as Json)[name] : undefined;
    }
    if (target === undefined) unsupported(this, `$ref ${reference}`, "a place that the schema has");
    return new Schema(target, reference, this.#root, [...this.#followed, reference]);
  }

  /** @throws on a keyword of no type that it has */
  types(known: readonly string[]): readonly string[] {
    const { type } = this.#json;
    const types: readonly unknown[] = Array.isArray(type) ? type : [type];
    if (types.length === 0 || !types.every((name) => known.includes(String(name)))) {
      unsupported(this, `type ${JSON.stringify(type) ?? "undefined"}`, `${known.join(", ")}, anyOf, enum or const`);
    }
    const names = types.map(String);
    this.allow("type", ...names.flatMap((name) => KEYWORDS[name] ?? []));
    // A bound would hold for numbers too, and those are written without regard to it.
    if (names.includes("number")) {
      const bound = KEYWORDS.integer!.find((key) => this.has(key));
      if (bound) unsupported(this, `${bound} of a number`, "it of an integer alone");
    }
    return names;
  }

  /** The values of `enum` and `const` that are of the `type`. */
  values(): readonly unknown[] {
    const { enum: all, const: only, type } = this.#json;
    if (all !== undefined && !Array.isArray(all)) unsupported(this, `enum ${JSON.stringify(all)}`, "a list of values");
    const listed: readonly unknown[] = this.has("enum") ? (all as unknown[]) : [only];
    const types: readonly unknown[] = Array.isArray(type) ? type : [type];
    return listed.filter(
      (value) =>
        (!this.has("type") || types.some((name) => isOfType(value, name))) &&
        (!this.has("const") || JSON.stringify(value) === JSON.stringify(only)),
    );
  }

  properties(): readonly (readonly [name: string, schema: Schema])[] {
    const extra = this.#json.additionalProperties;
    if (extra !== undefined && typeof extra !== "boolean") {
      unsupported(this, `additionalProperties ${JSON.stringify(extra)}`, "true or false; no others are written");
    }
    const properties = this.#json.properties ?? {};
    return Object.entries(properties).map(([name, json]) => [name, this.#inner(json, `properties/${name}`)]);
  }

  required(): ReadonlySet<string> {
    const names = this.#json.required ?? [];
    const properties = this.#json.properties ?? {};
    const isList = Array.isArray(names) && names.every((name) => Object.hasOwn(properties, name));
    if (!isList) unsupported(this, `required ${JSON.stringify(names)}`, "names that are among its properties");
    return new Set(names as string[]);
  }

  /** What an array holds behind its prefix; null: nothing. */
  item(): Schema | null {
    const { items } = this.#json;
    return items === undefined || items === false ? null : this.#inner(items, "items");
  }

  list(keyword: string): readonly Schema[] | null {
    const list = this.#json[keyword];
    if (list === undefined) return null;
    if (!Array.isArray(list)) unsupported(this, `${keyword} ${JSON.stringify(list)}`, "a list of schemas");
    return (list as unknown[]).map((json, index) => this.#inner(json, `${keyword}/${index}`));
  }

  text(keyword: string): string | null {
    const value = this.#json[keyword] ?? null;
    if (value !== null && typeof value !== "string") unsupported(this, `${keyword} ${JSON.stringify(value)}`, "a text");
    return value as string | null;
  }

  number(keyword: string): number | null {
    const value = this.#json[keyword] ?? null;
    const isNumber = typeof value === "number" && Number.isFinite(value);
    if (value !== null && !isNumber) unsupported(this, `${keyword} ${JSON.stringify(value)}`, "a number");
    return value as number | null;
  }

  count(keyword: string): number | null {
    const value = this.number(keyword);
    const isCount = value === null || (Number.isInteger(value) && value >= 0);
    if (!isCount) unsupported(this, `${keyword} ${value}`, "a whole number from 0 on");
    return value;
  }

  #inner(json: unknown, path: string): Schema {
    return new Schema(json, `${this.path}/${path}`, this.#root, this.#followed);
  }
}

export function unsupported(schema: Schema, what: string, expected: string): never {
  throw new Error(
    `models.jsonSchema: the schema at ${schema.path} has ${what}; expected ${expected}. Rewrite the schema there.`,
  );
}

function isOfType(value: unknown, type: unknown): boolean {
  if (type === "integer") return Number.isInteger(value);
  if (type === "null") return value === null;
  if (type === "array") return Array.isArray(value);
  if (type === "object") return typeof value === "object" && value !== null && !Array.isArray(value);
  return typeof value === type;
}
