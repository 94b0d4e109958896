/** Markup that may stand in a page as it is. */
export interface Html {
  readonly markup: string;
}

/** What a template takes: text is escaped, markup is not, lists are joined, null and false leave nothing. */
export type Piece = string | number | Html | null | false | readonly Piece[];

/** A tagged template that escapes whatever stands between the tags or in a double-quoted attribute. */
export function html(strings: TemplateStringsArray, ...pieces: readonly Piece[]): Html {
  return { markup: strings.reduce((before, after, index) => before + write(pieces[index - 1]!) + after) };
}

/** Text written by this package that is markup already: its style sheet, its script. */
export function verbatim(markup: string): Html {
  return { markup };
}

function write(piece: Piece): string {
  if (piece === null || piece === false) return "";
  if (typeof piece === "number") return String(piece);
  if (typeof piece === "string") return escapeText(piece);
  if ("markup" in piece) return piece.markup;
  return piece.map(write).join("");
}

/** Also drops what HTML forbids: control characters and lone surrogates become the replacement character. */
function escapeText(text: string): string {
  return text
    .replace(/\p{Cs}|[^\P{Cc}\n\t]/gu, "\u{fffd}")
    .replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
