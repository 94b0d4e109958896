/** The candidate with the fewest insertions, deletions and replacements away; the first of equals. */
export function nearest(word: string, candidates: readonly string[]): string {
  return candidates
    .map((candidate) => ({ candidate, distance: distance(word, candidate) }))
    .reduce((best, next) => (next.distance < best.distance ? next : best)).candidate;
}

/** Levenshtein's edit distance, one row of the table at a time. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++)
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + Number(a[i - 1] !== b[j - 1])));
    row = next;
  }
  return row[b.length]!;
}
