/** A statement of an explanation, judged by rules written anew. */
export interface CheckedClaim {
  readonly sentence: string;
  /** The kind of statement: `"blocks"`; null where no rule knows the wording. */
  readonly claim: string | null;
  /** False also where no rule knows the wording: nothing goes unchecked. */
  readonly holds: boolean;
}

/** Whole sentences and whether they are true, by kind; the groups of the wording are handed on. */
export type Claims<Truth> = Readonly<Record<string, readonly [RegExp, (truth: Truth, ...groups: string[]) => boolean]>>;

/** Judges each sentence by the first wording that it is. */
export function checkSentences<Truth>(
  sentences: readonly string[],
  claims: Claims<Truth>,
  truth: Truth,
): readonly CheckedClaim[] {
  return sentences.map((sentence) => {
    for (const [claim, [wording, holds]] of Object.entries(claims)) {
      const match = wording.exec(sentence);
      if (match !== null) return { sentence, claim, holds: holds(truth, ...match.slice(1)) };
    }
    return { sentence, claim: null, holds: false };
  });
}

/** The sentences and the last line. */
export function sentencesOf(explanation: string): readonly string[] {
  return explanation.split(/(?<=\.) |\n/);
}
