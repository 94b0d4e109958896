/** Rows as JSON, one a line. Throws on a value that JSON cannot hold (a bigint, a cycle). */
export function encodeJsonl(rows: Iterable<unknown>): string {
  let text = "";
  for (const row of rows) {
    const line = JSON.stringify(row) as string | undefined;
    if (line === undefined)
      throw new TypeError(
        `dataset.encodeJsonl: a row is ${typeof row}; expected a value that JSON can hold. Leave it out.`,
      );
    text += `${line}\n`;
  }
  return text;
}

/** The value of every line that is not blank. Throws on a line that is not JSON, with its number. */
export function decodeJsonl(text: string): unknown[] {
  const rows: unknown[] = [];
  text.split("\n").forEach((line, index) => {
    if (line.trim() === "") return;
    try {
      rows.push(JSON.parse(line));
    } catch (cause) {
      throw new SyntaxError(
        `dataset.decodeJsonl: line ${index + 1} is not JSON (${line.slice(0, 40)}); expected one value a line. Mend or remove the line.`,
        { cause },
      );
    }
  });
  return rows;
}
