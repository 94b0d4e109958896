import type { TokenBytes } from "../constraint/vocabulary.js";
import type { Constraint } from "./constraint.js";
import { checkSampling, type SamplingOptions, samplingDefaults } from "./sampling.js";

export interface GenerateOptions {
  readonly maxNewTokens?: number;
  /** Tokens that end a row. They are not part of the answer, so a row shorter than `maxNewTokens` has ended. */
  readonly stopTokens?: readonly number[];
  /** Texts that end a row; the token that completes one is the answer's last. Needs `vocabulary`. */
  readonly stopStrings?: readonly string[];
  /** Draws tokens instead of taking the likeliest. */
  readonly sampling?: SamplingOptions | null;
  /** Above 1: makes tokens of the prompt and the answer less likely. */
  readonly repetitionPenalty?: number;
  /** What answers may be: one constraint for all rows, or one for each, null for none. */
  readonly constraint?: Constraint | readonly (Constraint | null)[] | null;
  /** Bytes of each token by its id, null for those that are no text. */
  readonly vocabulary?: TokenBytes | null;
  /** Called with the row of the batch and its next token, as soon as it is known. */
  readonly onToken?: ((row: number, token: number) => void) | null;
}

/** Options with nothing left open. */
export interface Settings extends Required<Omit<GenerateOptions, "constraint" | "sampling">> {
  readonly sampling: Required<SamplingOptions> | null;
  /** One for each row. */
  readonly constraints: readonly (Constraint | null)[];
}

/** @throws on values out of range, and on options that need others or exclude each other */
export function settingsOf(
  rows: number,
  {
    maxNewTokens = 256,
    stopTokens = [],
    stopStrings = [],
    sampling = null,
    repetitionPenalty = 1,
    constraint = null,
    vocabulary = null,
    onToken = null,
  }: GenerateOptions,
): Settings {
  const constraints = Array.isArray(constraint)
    ? constraint
    : new Array<Constraint | null>(rows).fill(constraint as Constraint);
  const settings = {
    ...{ maxNewTokens, stopTokens, stopStrings, repetitionPenalty, constraints, vocabulary, onToken },
    sampling: sampling && { ...samplingDefaults, ...sampling },
  };
  check(settings, rows);
  return settings;
}

function check(
  { maxNewTokens, stopStrings, sampling, repetitionPenalty, vocabulary, ...settings }: Settings,
  rows: number,
): void {
  if (!Number.isInteger(maxNewTokens) || maxNewTokens < 1) {
    throw new Error(
      `models.generate: maxNewTokens is ${maxNewTokens}; expected a whole number from 1 on. Say how long an answer may be.`,
    );
  }
  if (!(repetitionPenalty > 0 && repetitionPenalty < Infinity)) {
    throw new Error(
      `models.generate: repetitionPenalty is ${repetitionPenalty}; expected a number above 0. Leave it out for none.`,
    );
  }
  if (sampling) checkSampling(sampling);
  if (stopStrings.includes("")) {
    throw new Error('models.generate: stopStrings has ""; expected texts of one character at least. Leave it out.');
  }
  if (stopStrings.length > 0 && !vocabulary) {
    throw new Error(
      "models.generate: there are stopStrings and no vocabulary; expected the bytes of each token. Take them from the tokenizer.",
    );
  }
  checkConstraints(settings.constraints, rows, maxNewTokens, settings.stopTokens, stopStrings);
}

function checkConstraints(
  constraints: readonly (Constraint | null)[],
  rows: number,
  maxNewTokens: number,
  stopTokens: readonly number[],
  stopStrings: readonly string[],
): void {
  if (constraints.length !== rows) {
    throw new Error(
      `models.generate: there are ${constraints.length} constraints for ${rows} rows; expected one for each, or one alone. Give null to rows without.`,
    );
  }
  for (const [row, constraint] of constraints.entries()) {
    if (!constraint) continue;
    if (stopStrings.length > 0) {
      throw new Error(
        `models.generate: row ${row} has a constraint and there are stopStrings; expected one of them, since a text that is cut off may not be allowed. Let the constraint say where answers end.`,
      );
    }
    if (stopTokens.length === 0) {
      throw new Error(
        `models.generate: row ${row} has a constraint and there are no stopTokens; expected those that end an answer. Take them from the chat template.`,
      );
    }
    const text = stopTokens.find((token) => constraint.isText(token));
    if (text !== undefined) {
      throw new Error(
        `models.generate: stop token ${text} is text to the constraint of row ${row}; expected tokens that are no text, or null in the vocabulary in their place. Take it out of one of them.`,
      );
    }
    if (constraint.leastTokens > maxNewTokens) {
      throw new Error(
        `models.generate: the constraint of row ${row} takes ${constraint.leastTokens} tokens; expected ${maxNewTokens} at most, which is maxNewTokens. Raise it.`,
      );
    }
  }
}
