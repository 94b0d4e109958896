import type { Random } from "@vlm/types";
import { type Candidates, probabilities, warped } from "./candidates.js";
import type { SamplingOptions } from "./sampling.js";
import type { TokenSet } from "./token-set.js";

export interface Chooser {
  /** Tokens that have been said before, in the prompt or the answer. */
  readonly said: ReadonlySet<number>;
  readonly repetitionPenalty: number;
  /** Null: every token. */
  readonly allowed: TokenSet | null;
  /** Null: the likeliest token. */
  readonly sampling: (Required<SamplingOptions> & { readonly random: Random }) | null;
}

/**
 * The next token, from the logits [V] of one row.
 *
 * @throws when a logit is not a number, or a token is allowed that has none
 */
export function choose(logits: Float32Array, { said, repetitionPenalty, allowed, sampling }: Chooser): number {
  const penalized = repetitionPenalty === 1 ? logits : withPenalty(logits, said, repetitionPenalty);
  const tokens = allowed ? allowed.toArray() : everyToken(logits.length);
  const candidates = { tokens, scores: scoresOf(tokens, penalized) };
  return sampling ? drawn(warped(candidates, sampling), sampling.random()) : likeliest(candidates);
}

/**
 * Logits of tokens that were said before, made smaller by the factor, whatever their sign.
 *
 * @see Keskar et al. 2019, "CTRL", §4.1; transformers' RepetitionPenaltyLogitsProcessor
 */
export function withPenalty(logits: Float32Array, said: Iterable<number>, penalty: number): Float32Array {
  const scores = logits.slice();
  for (const token of said) {
    const score = scores[token];
    if (score !== undefined) scores[token] = score < 0 ? score * penalty : score / penalty;
  }
  return scores;
}

function everyToken(count: number): Int32Array {
  const tokens = new Int32Array(count);
  for (let token = 0; token < count; token++) tokens[token] = token;
  return tokens;
}

function scoresOf(tokens: Int32Array, logits: Float32Array): Float32Array {
  const scores = new Float32Array(tokens.length);
  for (let i = 0; i < scores.length; i++) {
    const score = logits[tokens[i]!];
    if (score === undefined || Number.isNaN(score)) throw notANumber(tokens[i]!, logits.length);
    scores[i] = score;
  }
  return scores;
}

function notANumber(token: number, count: number): Error {
  return new Error(
    `models.generate: token ${token} has no number as its logit, of ${count}; expected one for every token. Check the weights, and that model and vocabulary belong together.`,
  );
}

/** The first of the largest. */
function likeliest({ tokens, scores }: Candidates): number {
  let best = -1;
  for (let i = 0; i < scores.length; i++) if (best < 0 || scores[i]! > scores[best]!) best = i;
  return tokens[best]!;
}

function drawn({ tokens, scores }: Candidates, uniform: number): number {
  let sum = 0;
  let last = 0;
  const shares = probabilities(scores);
  for (let i = 0; i < shares.length && sum <= uniform; i++) {
    if (shares[i]! > 0) last = i;
    sum += shares[i]!;
  }
  return tokens[last]!;
}
