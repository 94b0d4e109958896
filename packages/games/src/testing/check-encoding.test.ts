import type { Game } from "@vlm/types";
import { describe, expect, it } from "vitest";
import { checkEncoding, type Encoding } from "./check-encoding.js";

/** Down from three, one at a time. */
const countdown: Game<{ left: number }, number> = {
  name: "countdown",
  players: 1,
  start: () => ({ left: 3 }),
  turn: () => 0,
  actions: ({ left }) => (left > 0 ? [1] : []),
  play: ({ left }) => ({ left: left - 1 }),
  result: ({ left }) => (left > 0 ? null : [1]),
  write: String,
  read: (text) => (text === "1" ? 1 : null),
};
const plain: Encoding<{ left: number }> = {
  encode: ({ left }) => String(left),
  decode: (text) => (/^[0-3]$/.test(text) ? { left: Number(text) } : null),
};

describe("checkEncoding", () => {
  it("accepts a pair that undo each other", () => {
    checkEncoding(countdown, plain);
  });

  const broken: readonly [string, Partial<Encoding<{ left: number }>>, string][] = [
    [
      "a position that is lost",
      { decode: (text) => (text === "2" ? null : plain.decode(text)) },
      'decode gave null for "2"; expected {"left":2}. Mend the encoding.',
    ],
    [
      "encode changing the state",
      { encode: (state) => String(state.left--) },
      "encode changed the state it was given; expected states to be immutable",
    ],
    [
      "a reader that throws",
      { decode: (text) => (text === "" ? JSON.parse(text) : plain.decode(text)) },
      'decode threw for ""; expected null',
    ],
    [
      "a reader that invents",
      { decode: (text) => (text === "null" ? { left: -1 } : plain.decode(text)) },
      'decode gave {"left":-1} for "null", which encode writes otherwise; expected a position that survives',
    ],
  ];
  it.each(broken)("finds %s", (_, change, message) => {
    expect(() => checkEncoding(countdown, { ...plain, ...change })).toThrow(
      `games.checkEncoding: countdown: ${message}`,
    );
  });
});
