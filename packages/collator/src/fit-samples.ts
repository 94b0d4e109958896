import type { Sample } from "@vlm/types";
import { countTokens, type ImageOptions } from "./expand.js";
import { countLabels } from "./labels.js";
import { splitTurns } from "./split-turns.js";

export interface FitOptions extends ImageOptions {
  /** Tokens after expansion that a sample may have. */
  readonly maxLength: number;
  /**
   * What happens to a longer one: `"error"`; `"drop"` leaves it out; `"split-turns"` cuts it between turns, so that each
   * label is in one part, and leaves out turns that fit nowhere. No part of a turn is ever cut.
   */
  readonly overflow?: "error" | "drop" | "split-turns";
  /** Whether a sample without a label is an error. */
  readonly requireLabels?: boolean;
}

/** A sample that was left out, or turns of it. */
export interface DroppedSample {
  readonly id: string;
  /** Of the whole sample. */
  readonly tokens: number;
  /** Labels that no sample carries now. */
  readonly labels: number;
  /** Where the rest of the sample was kept: indices of the turns that were not. */
  readonly turns?: readonly number[];
}

/** Samples that fit, and an account of those that did not. */
export interface FittedSamples {
  readonly samples: readonly Sample[];
  /** Tokens of each after expansion: what `planPacking` asks for. */
  readonly lengths: readonly number[];
  readonly dropped: readonly DroppedSample[];
  readonly split: readonly { readonly id: string; readonly parts: number }[];
  /** Samples among those that fit on which no loss is taken. */
  readonly unlabelled: readonly string[];
}

/** Brings samples under a length without cutting an image or losing a label unsaid. */
export function fitSamples(
  samples: readonly Sample[],
  { maxLength, overflow = "error", requireLabels = false, ...images }: FitOptions,
): FittedSamples {
  if (!Number.isSafeInteger(maxLength) || maxLength < 1) {
    throw new RangeError(
      `collator.fitSamples: maxLength is ${maxLength}; expected a positive integer. Say how many tokens a sample may have.`,
    );
  }
  const fitted: Sample[] = [];
  const dropped: DroppedSample[] = [];
  const split: { id: string; parts: number }[] = [];
  for (const sample of samples) {
    const { id } = sample;
    const tokens = countTokens(sample, images);
    if (tokens <= maxLength) {
      fitted.push(sample);
      continue;
    }
    if (overflow === "error") {
      throw new RangeError(
        `collator.fitSamples: sample ${JSON.stringify(id)} has ${tokens} tokens; expected at most maxLength ${maxLength}. Raise maxLength, or set overflow to "drop" or "split-turns".`,
      );
    }
    if (overflow === "drop") {
      dropped.push({ id, tokens, labels: countLabels(sample, images.imageTokenId) });
      continue;
    }
    const { parts, lostLabels: labels, lostTurns: turns } = splitTurns(sample, maxLength, images);
    fitted.push(...parts);
    if (parts.length > 0) split.push({ id, parts: parts.length });
    if (parts.length === 0) dropped.push({ id, tokens, labels });
    else if (labels > 0) dropped.push({ id, tokens, labels, turns });
  }
  const unlabelled = fitted.filter((sample) => countLabels(sample, images.imageTokenId) === 0).map(({ id }) => id);
  if (requireLabels && unlabelled.length > 0) {
    throw new RangeError(
      `collator.fitSamples: ${unlabelled.length} samples have no trained token, first ${JSON.stringify(unlabelled[0])}; expected one at least in each. Leave them out, or set requireLabels to false.`,
    );
  }
  return { samples: fitted, lengths: fitted.map((sample) => countTokens(sample, images)), dropped, split, unlabelled };
}
