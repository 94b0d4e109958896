/** Reads fields of a configuration file and says which one is wrong. */
export class Fields {
  readonly #values: Readonly<Record<string, unknown>>;
  readonly #path: string;

  /** @param path where the object stands: `"text_config"`, or empty for the file itself */
  constructor(value: unknown, path = "") {
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      throw new Error(
        `models.config: ${path || "config.json"} is ${JSON.stringify(value)}; expected an object. Use the config.json of this checkpoint.`,
      );
    }
    this.#values = value as Record<string, unknown>;
    this.#path = path;
  }

  has(name: string): boolean {
    return this.#values[name] !== undefined && this.#values[name] !== null;
  }

  section(name: string): Fields {
    return new Fields(this.#values[name], this.#at(name));
  }

  number(name: string, fallback?: number): number {
    const value = this.#values[name] ?? fallback;
    if (typeof value !== "number" || !Number.isFinite(value)) throw this.#error(name, "a number");
    return value;
  }

  integer(name: string, fallback?: number): number {
    const value = this.number(name, fallback);
    if (!Number.isInteger(value) || value < 0) throw this.#error(name, "a whole number");
    return value;
  }

  integers(name: string, fallback?: readonly number[]): readonly number[] {
    const value = this.#values[name] ?? fallback;
    if (!Array.isArray(value) || !value.every((x) => Number.isInteger(x))) {
      throw this.#error(name, "a list of whole numbers");
    }
    return value;
  }

  flag(name: string, fallback: boolean): boolean {
    const value = this.#values[name] ?? fallback;
    if (typeof value !== "boolean") throw this.#error(name, "true or false");
    return value;
  }

  /** One of the keys of a table. */
  choice<K extends string>(name: string, table: Readonly<Record<K, unknown>>, fallback: K): K {
    this.oneOf(name, Object.keys(table));
    return (this.#values[name] as K | null | undefined) ?? fallback;
  }

  /** A list of keys of a table. */
  choices<K extends string>(name: string, table: Readonly<Record<K, unknown>>, fallback: readonly K[]): readonly K[] {
    const value = this.#values[name] ?? fallback;
    if (!Array.isArray(value) || !value.every((x) => typeof x === "string" && Object.hasOwn(table, x))) {
      throw this.#error(name, `a list of ${quoted(Object.keys(table))}`);
    }
    return value;
  }

  /** Throws unless the field, if it is there at all, is one of these. */
  oneOf(name: string, allowed: readonly unknown[]): void {
    if (this.has(name) && !allowed.includes(this.#values[name])) {
      throw this.#error(name, quoted(allowed));
    }
  }

  #at(name: string): string {
    return this.#path ? `${this.#path}.${name}` : name;
  }

  #error(name: string, expected: string): Error {
    return new Error(
      `models.config: ${this.#at(name)} is ${JSON.stringify(this.#values[name])}; expected ${expected}. Use the config.json of this checkpoint.`,
    );
  }
}

function quoted(values: readonly unknown[]): string {
  return values.map((value) => JSON.stringify(value)).join(" or ");
}
