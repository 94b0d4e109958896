import type { CompactStruct, CompactValue } from "./compact-protocol.js";

type Field = CompactValue | undefined;

/** A field that must be an exact integer. */
export function integer(field: Field): number {
  if (typeof field !== "number" || !Number.isSafeInteger(field))
    throw new Error(`${kind(field)} stands for an integer`);
  return field;
}

/** A field that must be an integer that is not negative. */
export function count(field: Field): number {
  const value = integer(field);
  if (value < 0) throw new Error(`${value} stands for a count`);
  return value;
}

/** A field that must be a list or struct. */
export function list(field: Field): CompactStruct {
  if (!Array.isArray(field)) throw new Error(`${kind(field)} stands for a list or struct`);
  return field;
}

/** A field that must be a list of structs. */
export function structs(field: Field): CompactStruct[] {
  return list(field).map(list);
}

const utf8 = new TextDecoder("utf-8", { ignoreBOM: true, fatal: true });

/** A field that must be UTF-8 text. */
export function text(field: Field): string {
  if (!(field instanceof Uint8Array)) throw new Error(`${kind(field)} stands for text`);
  return utf8.decode(field);
}

function kind(field: Field): string {
  if (field === undefined) return "nothing";
  if (Array.isArray(field)) return "a list";
  return field instanceof Uint8Array ? `${field.length} bytes` : String(field);
}
