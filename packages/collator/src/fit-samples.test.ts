import type { Sample } from "@vlm/types";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { countTokens } from "./expand.js";
import { type FitOptions, fitSamples } from "./fit-samples.js";
import { countLabels } from "./labels.js";
import { anySample, gemma, IMAGE, picture, qwen, sample } from "./samples.test.kit.js";

const images = { imageProcessor: qwen.imageProcessor, imageTokenId: IMAGE };
const small = picture(4, 4, 1); // one token
const wide = picture(8, 4, 2); // two

/** Tokens 1, a system text; then turns of the user (2…) with answers (103 …). */
const long: Sample = {
  ...sample("long", [1, 1, 2, IMAGE, 103, 2, IMAGE, 2, 104, 2, 105, 106], [small, wide]),
  turns: [2, 5, 9],
};
const short = sample("short", [1, 102]);
const plain = (one: Sample): object => ({
  id: one.id,
  tokens: [...one.tokens],
  labels: [...one.tokens].filter((_, i) => one.trained[i]),
  images: one.images,
  ...(one.turns && { turns: one.turns }),
});

describe("fitSamples", () => {
  it("passes what fits, with its length, and names what has no label", () => {
    const first = sample("first", [101, 2]);
    const { samples, ...account } = fitSamples([short, long, first], { ...images, maxLength: 13 });
    expect(samples).toEqual([short, long, first]);
    expect(account).toEqual({ lengths: [2, 13, 2], dropped: [], split: [], unlabelled: ["first"] });
    expect(() => fitSamples([short, first], { ...images, maxLength: 9, requireLabels: true })).toThrow(
      'collator.fitSamples: 1 samples have no trained token, first "first"; expected one at least in each. Leave them out, or set requireLabels to false.',
    );
  });

  it("drops what does not fit, and counts its labels", () => {
    const { samples, dropped } = fitSamples([short, long], { ...images, maxLength: 12, overflow: "drop" });
    expect(samples).toEqual([short]);
    expect(dropped).toEqual([{ id: "long", tokens: 13, labels: 4 }]);
  });

  it("splits between turns: the head with each part, every label once, room filled with turns before", () => {
    // Lengths: head 2, turns 3, 5 and 3.
    const { samples, lengths, dropped, split } = fitSamples([short, long], {
      ...images,
      maxLength: 10,
      overflow: "split-turns",
    });
    expect(samples.map(plain)).toEqual([
      plain(short),
      { id: "long#1", tokens: [1, 1, 2, 9, 3, 2, 9, 2, 4], labels: [3, 4], images: [small, wide], turns: [2, 5] },
      { id: "long#2", tokens: [1, 1, 2, 9, 2, 4, 2, 5, 6], labels: [5, 6], images: [wide], turns: [2, 6] },
    ]);
    expect([lengths, dropped, split]).toEqual([[2, 10, 10], [], [{ id: "long", parts: 2 }]]);
  });

  it("counts the labels of a turn that fits nowhere, and keeps the others", () => {
    const { samples, dropped, split } = fitSamples([long], { ...images, maxLength: 6, overflow: "split-turns" });
    expect(samples.map(plain)).toEqual([
      { id: "long#1", tokens: [1, 1, 2, 9, 3], labels: [3], images: [small], turns: [2] },
      { id: "long#2", tokens: [1, 1, 2, 5, 6], labels: [5, 6], images: [], turns: [2] },
    ]);
    expect(dropped).toEqual([{ id: "long", tokens: 13, labels: 1, turns: [1] }]);
    expect(split).toEqual([{ id: "long", parts: 2 }]);
    const none = fitSamples([long], { ...images, maxLength: 4, overflow: "split-turns" });
    expect(none).toEqual({
      samples: [],
      lengths: [],
      dropped: [{ id: "long", tokens: 13, labels: 4 }],
      split: [],
      unlabelled: [],
    });
  });

  it("makes no part of turns without labels alone", () => {
    const quiet = { ...sample("quiet", [1, 2, 2, 2, 103, 2, 2, 2]), turns: [1, 3, 5, 6] };
    const fitted = fitSamples([quiet], { ...images, maxLength: 5, overflow: "split-turns" });
    expect(fitted.samples.map(plain)).toEqual([
      { id: "quiet#1", tokens: [1, 2, 2, 2, 3], labels: [3], images: [], turns: [1, 3] },
    ]);
    expect([fitted.dropped, fitted.split]).toEqual([[], [{ id: "quiet", parts: 1 }]]);
    const silent = { ...sample("silent", [1, 2, 2, 2]), turns: [1, 2] };
    expect(fitSamples([silent], { ...images, maxLength: 3, overflow: "split-turns" }).dropped).toEqual([
      { id: "silent", tokens: 4, labels: 0 },
    ]);
  });

  it("counts a label that begins a part, where nothing is left to predict it", () => {
    const bare = { ...sample("bare", [1, 102, 103, 104]), turns: [0, 2] };
    const { samples, dropped } = fitSamples([bare], { ...images, maxLength: 2, overflow: "split-turns" });
    expect(samples.map(({ tokens }) => [...tokens])).toEqual([
      [1, 2],
      [3, 4],
    ]);
    expect(dropped).toEqual([{ id: "bare", tokens: 4, labels: 1, turns: [1] }]);
  });

  it.each<[Sample, Partial<FitOptions>, string]>([
    [
      long,
      {},
      'sample "long" has 13 tokens; expected at most maxLength 8. Raise maxLength, or set overflow to "drop" or "split-turns".',
    ],
    [
      sample("a", [1, 2, 3, 4, 5, 6, 7, 8, 101]),
      { overflow: "split-turns" },
      'sample "a" has no turns; expected the offsets where it may be split. Give it turns, or set overflow to "drop".',
    ],
    [
      { ...long, turns: [2, 2] },
      { overflow: "split-turns" },
      'turns[1] of sample "long" is 2; expected ascending offsets below 12. Pass the chat\'s sample unchanged.',
    ],
    [
      { ...long, turns: [12] },
      { overflow: "split-turns" },
      'turns[0] of sample "long" is 12; expected ascending offsets below 12. Pass the chat\'s sample unchanged.',
    ],
    [long, { maxLength: 0 }, "maxLength is 0; expected a positive integer. Say how many tokens a sample may have."],
  ])("refuses: %#", (one, options, message) => {
    expect(() => fitSamples([one], { ...images, maxLength: 8, ...options })).toThrow(`collator.fitSamples: ${message}`);
  });
});

describe("splitting, for any conversation", () => {
  const conversation = anySample.chain((one) =>
    fc
      .uniqueArray(fc.nat(one.tokens.length - 1), { maxLength: 6 })
      .map((turns): Sample => ({ ...one, turns: turns.sort((x, y) => x - y) })),
  );

  it("trains each label once or counts it, cuts no turn, and keeps under the length", () => {
    fc.assert(
      fc.property(conversation, fc.constantFrom(qwen, gemma), fc.integer({ min: 1, max: 30 }), (one, family, max) => {
        // Every token is told from the others, but the image's, which is never trained.
        const name = (token: number, i: number): number => (token === IMAGE ? IMAGE : 100 + i);
        const named = { ...one, tokens: one.tokens.map(name) };
        const options = { imageProcessor: family.imageProcessor, imageTokenId: IMAGE };
        const fitted = fitSamples([named], { ...options, maxLength: max, overflow: "split-turns" });
        const { samples, lengths, dropped } = fitted;
        expect(lengths).toEqual(samples.map((part) => countTokens(part, options)));
        expect(Math.max(0, ...lengths)).toBeLessThanOrEqual(max);
        const trained = samples.flatMap(({ tokens, trained: marks }) =>
          [...tokens].filter((token, i) => i > 0 && marks[i] && token !== IMAGE),
        );
        expect(new Set(trained).size).toBe(trained.length);
        const lost = dropped.reduce((sum, { labels }) => sum + labels, 0);
        expect(trained.length + lost).toBe(countLabels(named, IMAGE));
        if (countTokens(named, options) <= max) {
          expect(samples).toEqual([named]);
          return;
        }
        const head = named.tokens.slice(0, named.turns![0] ?? named.tokens.length);
        const bounds = [...named.turns!, named.tokens.length];
        for (const part of samples) {
          expect([...part.tokens.subarray(0, head.length)]).toEqual([...head]);
          expect(part.images.length).toBe(part.tokens.filter((token) => token === IMAGE).length);
          // The body is a run of whole turns.
          const body = [...part.tokens.subarray(head.length)].join();
          const runs = bounds.flatMap((begin) =>
            bounds.filter((end) => end >= begin).map((end) => named.tokens.slice(begin, end).join()),
          );
          expect(runs).toContain(body);
        }
      }),
      { numRuns: 500 },
    );
  });
});
