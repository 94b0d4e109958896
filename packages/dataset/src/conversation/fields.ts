import { describe } from "../describe.js";
import type { Refuse } from "./conversation-error.js";

/** A JSON object or a Parquet struct. */
export type Fields = Readonly<Record<string, unknown>>;

export function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value);
}

/** An own field; null and absent are the same, for Parquet fills with null. */
export function field(fields: Fields, name: string): unknown {
  return Object.hasOwn(fields, name) ? (fields[name] ?? null) : null;
}

/** The elements of a list, at least one. */
export function readList(value: unknown, path: string, refuse: Refuse): readonly unknown[] {
  if (!Array.isArray(value) || value.length === 0)
    throw refuse(`${path} is ${describe(value)}`, "a list with at least one element", "Mend or remove the row");
  return value;
}

export function readFields(value: unknown, path: string, refuse: Refuse): Fields {
  if (!isFields(value)) throw refuse(`${path} is ${describe(value)}`, "an object", "Mend or remove the row");
  return value;
}

/** A string that UTF-8 can hold. */
export function readText(value: unknown, path: string, refuse: Refuse): string {
  if (typeof value !== "string") throw refuse(`${path} is ${describe(value)}`, "a string", "Mend or remove the row");
  if (/\p{Surrogate}/u.test(value))
    throw refuse(`${path} holds half a surrogate pair`, "text that UTF-8 can hold", "Mend or remove the row");
  return value;
}

/** A finite number, or null. A bigint, as Parquet gives, becomes a number. */
export function readNumber(value: unknown, path: string, refuse: Refuse): number | null {
  if (value === null) return null;
  const number = typeof value === "bigint" ? Number(value) : value;
  if (typeof number !== "number" || !Number.isFinite(number))
    throw refuse(`${path} is ${describe(value)}`, "a finite number or null", "Mend or remove the row");
  return number;
}

/** Refuses a field that has a value and no meaning here: what it says about the text would be lost in silence. */
export function refuseOthers(fields: Fields, known: readonly string[], path: string, refuse: Refuse): void {
  const stray = Object.keys(fields).find((name) => !known.includes(name) && field(fields, name) !== null);
  if (stray !== undefined)
    throw refuse(
      `${path} has a field ${JSON.stringify(stray)}`,
      `some of ${known.join(", ")}`,
      "Remove the field, if the conversation is the same without it",
    );
}
