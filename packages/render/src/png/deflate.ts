import type { Image } from "@vlm/types";
import { BitWriter } from "./bit-writer.js";
import { type Code, huffman } from "./huffman.js";
import {
  distanceBase,
  distanceExtra,
  distanceSymbol,
  lengthBase,
  lengthExtra,
  lengthSymbol,
} from "./lengths-and-distances.js";
import { distanceOf, findMatches, pixelsOf, ROW, type Tokens } from "./matches.js";

const END = 256;
/** The order in which a block tells the lengths of the code for code lengths (RFC 1951, section 3.2.7). */
const ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15] as const;

/**
 * Writes the picture's rows, a zero before the red, green and blue of each, as one block of deflate with codes of its own
 * (RFC 1951).
 *
 * @param at where in `bytes` to begin; each pixel may take 4 bytes, and the codes 512
 * @returns where the block ends
 */
export function deflateRows(image: Image, bytes: Uint8Array, at: number): number {
  const found = findMatches(image);
  const { letters, distances } = count(image, found);
  const letterCode = huffman(letters, 15);
  const distanceCode = huffman(distances, 15);
  const writer = new BitWriter(bytes, at);
  // The last block, and one that brings its codes.
  writer.write(0b101, 3);
  writeCodes(writer, letterCode, distanceCode);
  writeTokens(writer, image, found, letterCode, distanceCode);
  return writer.end();
}

function count({ data }: Image, { tokens, count: length }: Tokens): { letters: Uint32Array; distances: Uint32Array } {
  const letters = new Uint32Array(286);
  const distances = new Uint32Array(30);
  letters[END] = 1;
  // Two symbols at least, for decoders that take no code of one.
  distances[0] = 1;
  distances[1] = 1;
  for (let index = 0; index < length; index++) {
    const token = tokens[index]!;
    if (token === ROW) letters[0]!++;
    else if (token >= 0) {
      letters[data[4 * token]!]!++;
      letters[data[4 * token + 1]!]!++;
      letters[data[4 * token + 2]!]!++;
    } else {
      letters[257 + lengthSymbol[3 * pixelsOf(token)]!]!++;
      distances[distanceSymbol(distanceOf(token))]!++;
    }
  }
  return { letters, distances };
}

function writeTokens(
  writer: BitWriter,
  { data }: Image,
  { tokens, count: length }: Tokens,
  { lengths, bits }: Code,
  distances: Code,
): void {
  const letter = (symbol: number): void => writer.write(bits[symbol]!, lengths[symbol]!);
  for (let index = 0; index < length; index++) {
    const token = tokens[index]!;
    if (token === ROW) letter(0);
    else if (token >= 0) {
      letter(data[4 * token]!);
      letter(data[4 * token + 1]!);
      letter(data[4 * token + 2]!);
    } else {
      const bytes = 3 * pixelsOf(token);
      const long = lengthSymbol[bytes]!;
      letter(257 + long);
      writer.write(bytes - lengthBase[long]!, lengthExtra[long]!);
      const distance = distanceOf(token);
      const far = distanceSymbol(distance);
      writer.write(distances.bits[far]!, distances.lengths[far]!);
      writer.write(distance - distanceBase(far), distanceExtra(far));
    }
  }
  letter(END);
}

function writeCodes(writer: BitWriter, letters: Code, distances: Code): void {
  const all = [...letters.lengths, ...distances.lengths];
  const runs = shorten(all);
  const frequencies = new Uint32Array(19);
  for (const { symbol } of runs) frequencies[symbol]!++;
  const code = huffman(frequencies, 7);
  writer.write(286 - 257, 5);
  writer.write(30 - 1, 5);
  writer.write(19 - 4, 4);
  for (const symbol of ORDER) writer.write(code.lengths[symbol]!, 3);
  for (const { symbol, extra, bits } of runs) {
    writer.write(code.bits[symbol]!, code.lengths[symbol]!);
    writer.write(extra, bits);
  }
}

interface Run {
  readonly symbol: number;
  readonly extra: number;
  readonly bits: number;
}

/** Code lengths with runs told shortly: 16 repeats the last 3 to 6 times, 17 and 18 are 3 to 10 and 11 to 138 zeros. */
function shorten(lengths: readonly number[]): Run[] {
  const runs: Run[] = [];
  for (let at = 0; at < lengths.length; ) {
    const length = lengths[at]!;
    let end = at + 1;
    while (end < lengths.length && lengths[end] === length) end++;
    let left = end - at;
    at = end;
    if (length !== 0) {
      runs.push({ symbol: length, extra: 0, bits: 0 });
      left--;
    }
    while (left > 0) {
      const [symbol, least, most, bits] = length !== 0 ? [16, 3, 6, 2] : left > 10 ? [18, 11, 138, 7] : [17, 3, 10, 3];
      if (left < least) {
        runs.push({ symbol: length, extra: 0, bits: 0 });
        left--;
        continue;
      }
      const taken = Math.min(left, most);
      runs.push({ symbol, extra: taken - least, bits });
      left -= taken;
    }
  }
  return runs;
}
