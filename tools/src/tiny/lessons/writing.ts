import type { Chance } from "../chance.js";
import { at } from "../pictures/place.js";

export interface Writing {
  readonly question: string;
  readonly answer: string;
}

/**
 * Lessons without a picture: repeat words, put values under keys, compare places. They teach every word of the
 * vocabulary as input and as output, and nothing about any game.
 */
export function writing(chance: Chance, words: readonly string[]): Writing {
  const some = (most: number): string[] => Array.from({ length: 2 + chance.below(most) }, () => chance.pick(words));
  const digit = (): number => chance.below(3);
  const place = (): string => at(digit(), digit());
  switch (chance.below(4)) {
    case 0: {
      const text = some(16).join("");
      return { question: `Copy this: ${text}`, answer: text };
    }
    case 1: {
      const names = some(4).map((name) => name.trim().replace(/[^A-Za-z_]/g, "") || "key");
      const values = names.map(() =>
        chance.pick(['"X"', '"O"', '"Empty"', "null", "true", "false", String(digit()), `[${digit()}, ${digit()}]`]),
      );
      return {
        question: `Write JSON: ${names.map((name, index) => `${name} is ${values[index]}`).join(", ")}.`,
        answer: `{${names.map((name, index) => `"${name}": ${values[index]}`).join(", ")}}`,
      };
    }
    case 2: {
      const first = place();
      const second = chance.maybe(0.5) ? first : place();
      return { question: `Are ${first} and ${second} the same?`, answer: first === second ? "yes" : "no" };
    }
    default: {
      const cells = Array.from({ length: 9 }, () => chance.pick([".", ".", "X", "O"]));
      const rows = [0, 3, 6].map((start) => cells.slice(start, start + 3));
      return {
        question: `Rows to JSON:\n${rows.map((row) => row.join(" ")).join("\n")}`,
        answer: `[${rows.map((row) => `[${row.map((cell) => `"${cell}"`).join(", ")}]`).join(", ")}]`,
      };
    }
  }
}
