/** What Python's `str.strip` takes for white space; JavaScript's `trim` takes U+FEFF and leaves U+001C to U+001F and U+0085. */
function isWhiteSpace(code: number): boolean {
  if (code < 0x80) return (code >= 0x09 && code <= 0x0d) || (code >= 0x1c && code <= 0x20);
  return (
    "\x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000".includes(String.fromCharCode(code)) ||
    (code >= 0x2000 && code <= 0x200a)
  );
}

/** The text without white space at its ends, as Python has it. */
export function strip(text: string): string {
  return stripStart(stripEnd(text));
}

/** The text without white space at its beginning. */
export function stripStart(text: string): string {
  let begin = 0;
  while (begin < text.length && isWhiteSpace(text.charCodeAt(begin))) begin++;
  return text.slice(begin);
}

/** The text without white space at its end. */
export function stripEnd(text: string): string {
  let end = text.length;
  while (end > 0 && isWhiteSpace(text.charCodeAt(end - 1))) end--;
  return text.slice(0, end);
}
