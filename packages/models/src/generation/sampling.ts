/** How the next token is drawn; names and meaning as transformers' `generation_config.json` has them. */
export interface SamplingOptions {
  /** Divides the logits. Above 0. */
  readonly temperature?: number;
  /** Only the so many likeliest tokens, and those as likely as the last of them; 0: all. */
  readonly topK?: number;
  /** Only the fewest likeliest tokens whose probabilities add up to this. */
  readonly topP?: number;
  /** Only tokens at least this share as likely as the likeliest. */
  readonly minP?: number;
  /** A row draws the same whatever else is in the batch: its numbers come from the seed and its id in the batch. */
  readonly seed?: number;
}

export const samplingDefaults: Required<SamplingOptions> = { temperature: 1, topK: 50, topP: 1, minP: 0, seed: 42 };

/** @throws on a value out of its range */
export function checkSampling({ temperature, topK, topP, minP, seed }: Required<SamplingOptions>): void {
  refuseUnless(temperature > 0 && temperature < Infinity, "temperature", temperature, "a number above 0");
  refuseUnless(Number.isInteger(topK) && topK >= 0, "topK", topK, "a whole number from 0 on");
  refuseUnless(topP > 0 && topP <= 1, "topP", topP, "a number above 0 and at most 1");
  refuseUnless(minP >= 0 && minP <= 1, "minP", minP, "a number from 0 to 1");
  refuseUnless(Number.isSafeInteger(seed), "seed", seed, "a safe integer");
}

function refuseUnless(isRight: boolean, name: string, value: number, expected: string): void {
  if (isRight) return;
  throw new Error(
    `models.generate: sampling.${name} is ${value}; expected ${expected}. Leave sampling out for the likeliest tokens.`,
  );
}
