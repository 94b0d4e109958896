import { useBackend } from "@vlm/ops";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { generate } from "../generation/generate.js";
import { byteVocabulary, randomLogits, scriptedBatch, scriptedModel } from "../testing/scripted.js";
import { type Automaton, accepts, follow, stateCount } from "./automaton.js";
import { choice } from "./choice.js";
import { constrain } from "./constrain.js";
import { regularExpression } from "./regular-expression.js";
import { type TokenBytes, Vocabulary } from "./vocabulary.js";

beforeAll(() => useBackend("cpu"));

const pieces = ["ab", "ba", "aa", "abba", "0", "00", "(0", ",1)", "é", "\u{1F600}b", "(", "),"];
/** Bytes, pieces over several of them, twins, and one that is no text. */
const { tokens, end } = byteVocabulary(pieces);
const vocabulary = new Vocabulary(tokens);

/** What a model of random logits says under an automaton. */
async function answered(
  automaton: Automaton,
  seed: number,
  { maxNewTokens, known = vocabulary, stop = end }: { maxNewTokens: number; known?: Vocabulary; stop?: number },
): Promise<string> {
  const model = scriptedModel((_, said) => randomLogits(known.tokens.length, seed * 1000 + said.length));
  const options = { maxNewTokens, stopTokens: [stop], constraint: constrain(automaton, known), sampling: { seed } };
  const [answer] = await generate(model, scriptedBatch(["row"]), options);
  return new TextDecoder("utf-8", { fatal: true }).decode(
    Uint8Array.from(answer!.flatMap((token) => [...known.tokens[token]!])),
  );
}

const patterns = ["(ab|ba)+", "\\([0-2],[0-2]\\)", "[^a]{0,5}b", "a*", "😀?(é|ab){2,3}", "(0|1)(,(0|1))*", ".{3}"];

describe("constrain", () => {
  it("lets every answer of random logits match, however few tokens there are", async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...patterns), fc.nat(1e6), fc.nat(20), async (pattern, seed, more) => {
        const automaton = regularExpression(pattern);
        const maxNewTokens = Math.max(1, constrain(automaton, vocabulary).leastTokens) + more;
        const text = await answered(automaton, seed, { maxNewTokens });
        expect(text).toMatch(new RegExp(`^(?:${pattern})$`, "u"));
      }),
      { numRuns: 150, seed: 3 },
    );
  });

  it("says one of a list, each of them at some time", async () => {
    const moves = ["(0,0)", "(0,1)", "(1,0)", "pass", "passed"];
    const said = new Set<string>();
    for (let seed = 0; seed < 60; seed++) said.add(await answered(choice(moves), seed, { maxNewTokens: 8 }));
    expect([...said].sort()).toEqual(moves.toSorted());
  });

  it("allows exactly the tokens with which a text can go on and end in time", () => {
    for (const pattern of patterns) {
      const automaton = regularExpression(pattern);
      const constraint = constrain(automaton, vocabulary);
      for (let state = 0; state < stateCount(automaton); state++) {
        const byWalk = constraint.allowed(state, 1000);
        tokens.forEach((bytes, token) => {
          expect(byWalk.has(token)).toBe(bytes !== null && follow(automaton, state, bytes) >= 0);
        });
        for (let remaining = 1; remaining < 8; remaining++) {
          for (const token of constraint.allowed(state, remaining).toArray()) {
            const next = constraint.next(state, token);
            const goesOn = remaining > 1 && !constraint.allowed(next, remaining - 1).isEmpty();
            expect(constraint.accepts(next) || goesOn).toBe(true);
          }
        }
      }
    }
  });

  it("works with words that cannot be put together from bytes, and leaves dead ends alone", async () => {
    const words = ["ab", "abc", "cd", "d", "xyz", "x"];
    const few: TokenBytes = [...words.map((word) => new TextEncoder().encode(word)), null];
    const known = new Vocabulary(few);
    // "x" would begin "xyzq", which no token ends.
    const automaton = regularExpression("abcd|xyzq|abd");
    const constraint = constrain(automaton, known);
    expect([...constraint.allowed(constraint.start, 10).toArray()].map((token) => words[token])).toEqual(["ab", "abc"]);
    for (let seed = 0; seed < 20; seed++) {
      expect(["abcd", "abd"]).toContain(await answered(automaton, seed, { maxNewTokens: 2, known, stop: 6 }));
    }
    expect(() => constrain(regularExpression("q+"), known)).toThrow(
      "models.constrain: no text of the automaton can be written with the tokens of the vocabulary; expected one at least. Check that both are of one alphabet.",
    );
  });

  it("allows all tokens of the same bytes", () => {
    const twins = new Vocabulary([
      Uint8Array.of(97),
      Uint8Array.of(97),
      null,
      new Uint8Array(0),
      Uint8Array.of(97, 97),
    ]);
    const constraint = constrain(regularExpression("a"), twins);
    expect([...constraint.allowed(constraint.start, 5).toArray()]).toEqual([0, 1]);
    expect([2, 3, 4].map((token) => constraint.isText(token))).toEqual([false, false, true]);
  });

  it("lets the model end exactly where the text may, and does not ask it where it must", async () => {
    const automaton = regularExpression("a{1,3}");
    let asked = 0;
    const model = scriptedModel((_, said) => {
      asked++;
      // Always for the end, then for a.
      return Float32Array.from(tokens, (_bytes, token) =>
        token === end ? 2 : token === 97 && said.length < 9 ? 1 : 0,
      );
    });
    const options = { maxNewTokens: 10, stopTokens: [end], constraint: constrain(automaton, vocabulary) };
    expect(await generate(model, scriptedBatch(["row"]), options)).toEqual([[97]]);
    expect(asked).toBe(2);

    asked = 0;
    const three = { ...options, constraint: constrain(regularExpression("a{3}"), vocabulary) };
    expect(await generate(model, scriptedBatch(["row"]), three)).toEqual([[97, 97, 97]]);
    expect(asked).toBe(3);
    expect(accepts(automaton, "aaaa")).toBe(false);
  });

  it("holds each row to its own, and leaves rows without one alone", async () => {
    const model = scriptedModel((id) => randomLogits(tokens.length, id.length));
    const constraint = [constrain(choice(["yes"]), vocabulary), null, constrain(choice(["no"]), vocabulary)];
    const options = { maxNewTokens: 4, stopTokens: [end], constraint };
    const [first, free, last] = await generate(model, scriptedBatch(["a", "bb", "ccc"]), options);
    expect(String.fromCharCode(...first!)).toBe("yes");
    expect(String.fromCharCode(...last!)).toBe("no");
    const alone = await generate(model, scriptedBatch(["bb"]), { maxNewTokens: 4, stopTokens: [end] });
    expect(free).toEqual(alone[0]);
  });

  it("refuses a vocabulary of nothing, and a list of nothing", () => {
    expect(() => new Vocabulary([null, null])).toThrow(
      "models.Vocabulary: none of 2 tokens has bytes; expected those of every token that is text. Take them from the tokenizer.",
    );
    expect(() => new Vocabulary([new Uint8Array(70_000)])).toThrow(
      "models.Vocabulary: token 0 has 70000 bytes; expected 65535 at most. Check the tokenizer.",
    );
    expect(() => choice([])).toThrow(
      "models.choice: the list of texts allows no text; expected one at least. Loosen it.",
    );
  });
});
