import type { Random } from "@vlm/types";

const decoder = new TextDecoder();
const encoder = new TextEncoder();

/** Numbers, names and fragments at which readers stumble. */
const FRAGMENTS = [
  ...'{}[]",:\\ 0-.eE\u00ff\u0000',
  ...["-1", "1.5", "1e3", "9007199254740993", "4294967296", "1e400", "null", "true", '"F32"', '"F4"', "[]", "{}"],
  ...['"__proto__"', '"__metadata__"', '"a.0.weight"', '"../a.safetensors"', '"A.safetensors"', '"\\ud800"', "\u202e"],
  ...["a.safetensors", "b.safetensors", '"dtype":"U8",', "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["],
];

type Damage = (bytes: Uint8Array, pick: (limit: number) => number) => Uint8Array;

const DAMAGES: readonly Damage[] = [
  // One bit.
  (bytes, pick) => {
    const copy = bytes.slice();
    if (copy.length > 0) copy[near(copy, pick)]! ^= 1 << pick(8);
    return copy;
  },
  // The end is missing.
  (bytes, pick) => bytes.slice(0, pick(bytes.length + 1)),
  // Something is appended.
  (bytes, pick) => joined(bytes, new Uint8Array(1 + pick(64)).fill(pick(256))),
  // A stretch is copied to where it does not belong.
  (bytes, pick) => bytes.slice().copyWithin(near(bytes, pick), near(bytes, pick), near(bytes, pick)),
  // A stretch is missing.
  (bytes, pick) => {
    const at = near(bytes, pick);
    return joined(bytes.subarray(0, at), bytes.subarray(at + 1 + pick(16)));
  },
  // The length of the header is another.
  (bytes, pick) => {
    const copy = bytes.slice();
    if (copy.length > 8) copy[pick(8)] = pick(2) ? pick(256) : 0;
    return copy;
  },
  // A word is put in, at a random place or in place of a number or a string; the header's length follows.
  (bytes, pick) => inText(bytes, (text) => spliced(text, pick)),
  (bytes, pick) => inText(bytes, (text) => replaced(text, /-?\d+/g, pick)),
  (bytes, pick) => inText(bytes, (text) => replaced(text, /"[^"]*"/g, pick)),
  // A number is a little more or less, as that of an overlap or a hole.
  (bytes, pick) =>
    inText(bytes, (text) => {
      const numbers = [...text.matchAll(/\d+/g)];
      const chosen = numbers[pick(numbers.length)];
      if (!chosen) return text;
      return (
        text.slice(0, chosen.index) + (Number(chosen[0]) + pick(5) - 2) + text.slice(chosen.index + chosen[0].length)
      );
    }),
];

/** The bytes with one to three things wrong. */
export function damage(bytes: Uint8Array, random: Random): Uint8Array {
  const pick = (limit: number): number => Math.floor(random() * limit);
  let damaged = bytes;
  for (let rounds = 1 + pick(3); rounds > 0; rounds--) damaged = DAMAGES[pick(DAMAGES.length)]!(damaged, pick);
  return damaged;
}

/** A place, nine times in ten in the first half, where headers are. */
function near(bytes: Uint8Array, pick: (limit: number) => number): number {
  return pick(pick(10) < 9 ? (bytes.length + 1) >> 1 : bytes.length);
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Edits the header of a safetensors file, or all of an index. */
function inText(bytes: Uint8Array, edit: (text: string) => string): Uint8Array {
  if (bytes[0] === 0x7b || bytes.length < 8) return encoder.encode(edit(decoder.decode(bytes)));
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true) & 0xffffn);
  const header = encoder.encode(edit(decoder.decode(bytes.subarray(8, 8 + length))));
  const start = new Uint8Array(8);
  new DataView(start.buffer).setBigUint64(0, BigInt(header.length), true);
  return joined(start, header, bytes.subarray(8 + length));
}

function spliced(text: string, pick: (limit: number) => number): string {
  const at = pick(text.length + 1);
  return text.slice(0, at) + FRAGMENTS[pick(FRAGMENTS.length)] + text.slice(at + pick(4));
}

function replaced(text: string, pattern: RegExp, pick: (limit: number) => number): string {
  const found = [...text.matchAll(pattern)];
  const chosen = found[pick(found.length)];
  if (!chosen) return text;
  const word = FRAGMENTS[pick(FRAGMENTS.length)]!;
  return text.slice(0, chosen.index) + word + text.slice(chosen.index + chosen[0].length);
}
