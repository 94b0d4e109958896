import { type Range, SURROGATES, without } from "./character-ranges.js";

/** Ends of the code points that take one, two, three and four bytes. */
const LENGTH_ENDS = [0x7f, 0x7ff, 0xffff, 0x10ffff];

/**
 * The UTF-8 of a set of code points: sequences of one to four ranges of bytes. Each sequence stands for every
 * combination of its bytes, and together they are exactly the set; surrogates have none.
 */
export function byteSequences(ranges: readonly Range[]): (readonly Range[])[] {
  return without(ranges, [SURROGATES]).flatMap(([first, last]) => {
    const sequences: (readonly Range[])[] = [];
    let from = first;
    LENGTH_ENDS.forEach((end, index) => {
      if (from > last || from > end) return;
      const to = Math.min(last, end);
      sequences.push(...ofLength(from, to, index + 1));
      from = to + 1;
    });
    return sequences;
  });
}

/** Code points that all take `length` bytes. */
function ofLength(first: number, last: number, length: number): (readonly Range[])[] {
  const [a, b] = [encoded(first, length), encoded(last, length)];
  if (length === 1) return [[[first, last]]];
  // Split until all bytes behind the first that differs run over their whole range.
  for (let free = 1; free < length; free++) {
    const span = 64 ** free;
    const isSameLead = Math.floor(first / span) === Math.floor(last / span);
    if (isSameLead) continue;
    if (first % span !== 0) {
      const cut = Math.floor(first / span) * span + span - 1;
      return [...ofLength(first, cut, length), ...ofLength(cut + 1, last, length)];
    }
    if (last % span !== span - 1) {
      const cut = Math.floor(last / span) * span - 1;
      return [...ofLength(first, cut, length), ...ofLength(cut + 1, last, length)];
    }
  }
  return [a.map((byte, i): Range => [byte, b[i]!])];
}

function encoded(codePoint: number, length: number): number[] {
  if (length === 1) return [codePoint];
  const bytes: number[] = [];
  let rest = codePoint;
  for (let i = 1; i < length; i++) {
    bytes.unshift(0x80 | (rest & 0x3f));
    rest >>= 6;
  }
  return [((0xf00 >> length) & 0xff) | rest, ...bytes];
}
