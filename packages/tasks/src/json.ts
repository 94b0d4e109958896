/** What the answers are made of; numbers are whole. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** The text of Python's `json.dumps(value)`: spaces after commas and colons, everything beyond ASCII escaped. */
export function pythonJson(value: Json): string {
  if (typeof value === "string") return JSON.stringify(value).replace(/[^ -~]/g, escaped);
  if (value === null || typeof value !== "object") return String(value);
  if (isList(value)) return `[${value.map(pythonJson).join(", ")}]`;
  return `{${Object.entries(value)
    .map(([key, item]) => `${pythonJson(key)}: ${pythonJson(item)}`)
    .join(", ")}}`;
}

// Array.isArray does not narrow a readonly array.
function isList(value: readonly Json[] | { readonly [key: string]: Json }): value is readonly Json[] {
  return Array.isArray(value);
}

/** One UTF-16 unit, as Python writes it. */
function escaped(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
