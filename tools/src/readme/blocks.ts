/** A fenced block of TypeScript in a Markdown file. */
export interface Block {
  /** Path of the Markdown file, relative to the workspace. */
  readonly path: string;
  /** Line of the opening fence, from 1. */
  readonly line: number;
  readonly code: string;
  /** False for ```` ```ts no-run ````: only type-checked. */
  readonly runs: boolean;
}

const opening = /^( *)(`{3,}|~{3,})\s*(.*?)\s*$/;
const unchecked = new Set(["js", "javascript", "typescript", "tsx", "jsx", "mjs", "mts"]);

/** The blocks of one document in order. A fence that would hide code from the check is an error. */
export function blocksOf(path: string, text: string): readonly Block[] {
  const lines = text.split(/\r?\n/);
  const blocks: Block[] = [];
  for (let index = 0; index < lines.length; index++) {
    const [, indent = "", fence = "", info = ""] = opening.exec(lines[index] ?? "") ?? [];
    if (fence === "") continue;
    const line = index + 1;
    const body: string[] = [];
    const closes = (candidate: string): boolean => candidate.trim() === fence;
    for (index++; index < lines.length && !closes(lines[index] ?? ""); index++) {
      body.push((lines[index] ?? "").slice(indent.length));
    }
    if (index === lines.length) {
      throw new Error(`readme.blocks: ${path}:${line} opens a block that never ends; expected ${fence}. Close it.`);
    }
    const [language = "", ...flags] = info.split(/\s+/);
    const odd = language === "ts" ? flags.some((flag) => flag !== "no-run") : unchecked.has(language);
    if (odd) {
      throw new Error(
        `readme.blocks: ${path}:${line} opens a block "${info}"; expected "ts" or "ts no-run". Code that is not ` +
          "checked goes stale: mark it so.",
      );
    }
    if (language === "ts") blocks.push({ path, line, code: body.join("\n"), runs: !flags.includes("no-run") });
  }
  return blocks;
}
