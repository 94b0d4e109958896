import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { randomLogits } from "../testing/scripted.js";
import { probabilities, warped } from "./candidates.js";
import { choose, withPenalty } from "./choose.js";
import { samplingDefaults } from "./sampling.js";
import { TokenSet } from "./token-set.js";

interface Case {
  readonly settings: Readonly<Record<"repetition_penalty" | "temperature" | "top_k" | "top_p", number>> & {
    readonly min_p: number | null;
  };
  readonly said: readonly number[];
  readonly logits: readonly number[];
  readonly scores: readonly (number | null)[];
}

const { cases } = JSON.parse(readFileSync(new URL("../../fixtures/sampling.json", import.meta.url), "utf8")) as {
  readonly cases: readonly Case[];
};

const all = (count: number): Int32Array => Int32Array.from({ length: count }, (_, token) => token);

describe("warped", () => {
  it("leaves the scores that transformers' logits processors leave", () => {
    expect(cases.length).toBeGreaterThan(50);
    for (const { settings, said, logits, scores } of cases) {
      const penalized = withPenalty(Float32Array.from(logits), new Set(said), settings.repetition_penalty);
      const kept = warped(
        { tokens: all(logits.length), scores: penalized },
        { temperature: settings.temperature, topK: settings.top_k, topP: settings.top_p, minP: settings.min_p ?? 0 },
      );
      const expected = [...scores.entries()].filter(([, score]) => score !== null);
      expect([...kept.tokens], JSON.stringify(settings)).toEqual(expected.map(([token]) => token));
      for (const [i, [, score]] of expected.entries()) {
        expect(Math.abs(kept.scores[i]! - score!)).toBeLessThanOrEqual(1e-6 * Math.abs(score!));
      }
    }
  });

  it("keeps the k largest and their equals, whatever k", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 1, maxLength: 300 }),
        fc.integer({ min: 1, max: 320 }),
        (values, topK) => {
          const kept = warped(
            { tokens: all(values.length), scores: Float32Array.from(values) },
            { ...samplingDefaults, topK },
          );
          const least = values.toSorted((a, b) => b - a)[Math.min(topK, values.length) - 1]!;
          expect([...kept.scores]).toEqual(values.filter((value) => value >= least));
        },
      ),
      { seed: 2 },
    );
  });

  it("always keeps the likeliest", () => {
    const scores = Float32Array.of(-2, 5, 1);
    for (const settings of [{ topP: 1e-9 }, { minP: 1 }, { topK: 1 }]) {
      const kept = warped({ tokens: all(3), scores }, { ...samplingDefaults, ...settings });
      expect([...kept.tokens]).toEqual([1]);
    }
  });
});

describe("choose", () => {
  const said = new Set<number>();

  it("draws each token as often as is likely", () => {
    const logits = Float32Array.of(0, 1, 2, -1);
    const counts = [0, 0, 0, 0];
    for (let i = 0; i < 2000; i++) {
      const sampling = { ...samplingDefaults, random: () => (i + 0.5) / 2000 };
      counts[choose(logits, { said, repetitionPenalty: 1, allowed: null, sampling })]!++;
    }
    probabilities(logits).forEach((share, token) => {
      expect(Math.abs(counts[token]! / 2000 - share)).toBeLessThan(2e-3);
    });
  });

  it("takes the likeliest of what is allowed, the first of equals", () => {
    const logits = Float32Array.of(0, 3, 3, 9);
    const rest = { said, repetitionPenalty: 1, sampling: null };
    expect(choose(logits, { ...rest, allowed: new TokenSet(4, [0, 1, 2]) })).toBe(1);
    expect(choose(logits, { ...rest, allowed: null })).toBe(3);
    expect(choose(logits, { ...rest, allowed: null, said: new Set([3]), repetitionPenalty: 4 })).toBe(1);
  });

  it("refuses logits that are no numbers, and tokens that have none", () => {
    const rest = { said, repetitionPenalty: 1, sampling: null };
    expect(() => choose(Float32Array.of(0, Number.NaN), { ...rest, allowed: null })).toThrow(
      "models.generate: token 1 has no number as its logit, of 2; expected one for every token. Check the weights, and that model and vocabulary belong together.",
    );
    expect(() => choose(randomLogits(4, 1), { ...rest, allowed: new TokenSet(8, [1, 7]) })).toThrow(
      "token 7 has no number",
    );
  });
});
