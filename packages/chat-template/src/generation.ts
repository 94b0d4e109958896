/** Marks around what a template's `{% generation %}` blocks write: code points that are no characters. */
export const generationBegin = "\u{ffffe}";
export const generationEnd = "\u{fffff}";

const TAG = /\{%(-?)\s*(end)?generation\s*(-?)%\}/g;

/**
 * The template with marks where its `{% generation %}` blocks begin and end; null when it has none. A tag becomes two
 * statements with a mark between them, so that white space around it is kept or dropped as Jinja does.
 */
export function markGeneration(template: string): string | null {
  if (template.search(TAG) < 0) return null;
  return template.replace(TAG, (_, before: string, end: string | undefined, after: string) => {
    const mark = end ? generationEnd : generationBegin;
    return `{%${before} if true %}{{ "${mark}" }}{% endif ${after}%}`;
  });
}

/** The template with statements that do nothing in the place of its `{% generation %}` tags. */
export function withoutGeneration(template: string): string {
  return template.replace(TAG, "{%$1 if true %}{% endif $3%}");
}
