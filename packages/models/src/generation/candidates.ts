import type { SamplingOptions } from "./sampling.js";

/** Tokens that may come next and their scores: logits, or what became of them. Ascending by token. */
export interface Candidates {
  readonly tokens: Int32Array;
  readonly scores: Float32Array;
}

/**
 * What transformers' logits processors make of scores, in its order: temperature, top-k, top-p, min-p. A token that they
 * would set to −∞ is left out.
 *
 * @see transformers/generation/logits_process.py
 */
export function warped(
  candidates: Candidates,
  { temperature, topK, topP, minP }: Required<Omit<SamplingOptions, "seed">>,
): Candidates {
  let kept = temperature === 1 ? candidates : divided(candidates, temperature);
  if (topK > 0 && topK < kept.tokens.length) kept = notBelow(kept, largest(kept.scores, topK));
  if (topP < 1) kept = notBelow(kept, nucleusEnd(kept.scores, topP));
  if (minP > 0) kept = notBelow(kept, maximum(kept.scores) + Math.log(minP));
  return kept;
}

/** Softmax of scores. */
export function probabilities(scores: Float32Array): Float64Array {
  const most = maximum(scores);
  const shares = new Float64Array(scores.length);
  let sum = 0;
  for (let i = 0; i < shares.length; i++) {
    shares[i] = Math.exp(scores[i]! - most);
    sum += shares[i]!;
  }
  for (let i = 0; i < shares.length; i++) shares[i]! /= sum;
  return shares;
}

function divided({ tokens, scores }: Candidates, temperature: number): Candidates {
  const quotients = new Float32Array(scores.length);
  for (let i = 0; i < scores.length; i++) quotients[i] = scores[i]! / temperature;
  return { tokens, scores: quotients };
}

function notBelow({ tokens, scores }: Candidates, least: number): Candidates {
  let count = 0;
  for (let i = 0; i < scores.length; i++) if (scores[i]! >= least) count++;
  const kept = { tokens: new Int32Array(count), scores: new Float32Array(count) };
  let at = 0;
  for (let i = 0; i < scores.length; i++) {
    if (scores[i]! < least) continue;
    kept.tokens[at] = tokens[i]!;
    kept.scores[at++] = scores[i]!;
  }
  return kept;
}

/** The k-th largest. Holds the k largest so far, ascending: few numbers get in, once the first have been seen. */
function largest(scores: Float32Array, k: number): number {
  if (k > scores.length / 8) return scores.toSorted()[scores.length - k]!;
  const best = scores.slice(0, k).sort();
  for (let i = k; i < scores.length; i++) {
    const score = scores[i]!;
    if (score <= best[0]!) continue;
    let at = 1;
    for (; at < k && best[at]! < score; at++) best[at - 1] = best[at]!;
    best[at - 1] = score;
  }
  return best[0]!;
}

/** The least score of the fewest whose probabilities add up to more than `topP`, or to all there is. */
function nucleusEnd(scores: Float32Array, topP: number): number {
  const ascending = scores.toSorted();
  let sum = 0;
  const shares = probabilities(ascending);
  for (let i = 0; i < shares.length; i++) {
    sum += shares[i]!;
    if (sum > 1 - topP) return ascending[i]!;
  }
  return ascending.at(-1)!;
}

function maximum(scores: Float32Array): number {
  let most = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < scores.length; i++) if (scores[i]! > most) most = scores[i]!;
  return most;
}
