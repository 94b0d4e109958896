import type { Refuse } from "./conversation-error.js";

const deepest = 100;

/** Refuses JSON that is nested so deep that only an attack would be. */
export function checkDepth(value: unknown, path: string, refuse: Refuse, left: number = deepest): void {
  if (typeof value !== "object" || value === null) return;
  if (left === 0) throw refuse(`${path} is nested deeper than ${deepest}`, "less", "Mend or remove the row");
  for (const inner of Object.values(value)) checkDepth(inner, path, refuse, left - 1);
}

/** JSON with Python's blanks, `{"a": [1, 2]}`: a template that writes it as it is gives the text that it gives of the object. */
export function spacedJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(spacedJson).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  const members = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return `{${members.map(([name, inner]) => `${JSON.stringify(name)}: ${spacedJson(inner)}`).join(", ")}}`;
}
