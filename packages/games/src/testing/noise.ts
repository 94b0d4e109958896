import type { Random } from "@vlm/types";

const UNREADABLE: readonly string[] = [
  "",
  " ",
  "null",
  "(",
  "()",
  "(,)",
  "(-1,0)/(0,0)",
  "(0,0)/(0,3)",
  "x(9,9)",
  "(1e99,0)",
  "\u0000",
  "\ud800",
  "🙂",
  "__proto__",
  "JSON_START {} JSON_END",
  "a".repeat(10_000),
  "(".repeat(10_000),
];

/** Texts that a model might say instead of the given one, most of them not an action. */
export function* noise(text: string, random: Random): Generator<string> {
  yield* UNREADABLE;
  yield ` ${text}\n`;
  yield text.toUpperCase();
  yield text + text;
  for (let i = 0; i < 4; i++) {
    const at = Math.floor(random() * (text.length + 1));
    const character = String.fromCharCode(Math.floor(random() * 0x250));
    yield text.slice(0, at) + character + text.slice(at + (random() < 0.5 ? 1 : 0));
  }
}
