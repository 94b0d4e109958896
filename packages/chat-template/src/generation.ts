/** Marks around what a template's `{% generation %}` blocks write: code points that are no characters. */
export const generationBegin = "\u{ffffe}";
export const generationEnd = "\u{fffff}";

const TAG = /\{%(-?)\s*(end)?generation\s*(-?)%\}/g;

/**
 * The template with marks where its `{% generation %}` blocks begin and end; null when it has none. A tag becomes a
 * statement, a mark and a statement, so that whitespace around it is kept or dropped as before.
 */
export function markGeneration(template: string): string | null {
  if (template.search(TAG) < 0) return null;
  return template.replace(
    TAG,
    (_, before: string, end: string | undefined, after: string) =>
      `{%${before} if true %}{{ "${end ? generationEnd : generationBegin}" }}{% endif ${after}%}`,
  );
}
