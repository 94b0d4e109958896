import { inflateSync, crc32 as zlibCrc32 } from "node:zlib";
import fc from "fast-check";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { hashOf } from "../golden.test.kit.js";
import { augment, chessThemeNames, drawChess, drawTicTacToe, png } from "../index.js";
import { crc32 } from "./checksum.js";
import { huffman } from "./huffman.js";
import {
  distanceBase,
  distanceExtra,
  distanceSymbol,
  lengthBase,
  lengthExtra,
  lengthSymbol,
} from "./lengths-and-distances.js";

interface Raw {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray;
}

/** Rows of a PNG without filters, by Node's own zlib, which checks the Adler-32; chunks' checksums are checked here. */
function unpack(bytes: Uint8Array): Buffer {
  const buffer = Buffer.from(bytes);
  expect(buffer.subarray(0, 8)).toEqual(Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]));
  const kinds: string[] = [];
  let data = Buffer.alloc(0);
  for (let at = 8; at < buffer.length; ) {
    const length = buffer.readUInt32BE(at);
    const kind = buffer.toString("latin1", at + 4, at + 8);
    kinds.push(kind);
    expect(buffer.readUInt32BE(at + 8 + length)).toBe(zlibCrc32(buffer.subarray(at + 4, at + 8 + length)));
    if (kind === "IDAT") data = buffer.subarray(at + 8, at + 8 + length);
    at += 12 + length;
  }
  expect(kinds).toEqual(["IHDR", "IDAT", "IEND"]);
  return inflateSync(data);
}

function rows({ width, height, data }: Raw): Buffer {
  const bytes = Buffer.alloc((3 * width + 1) * height);
  for (let pixel = 0; pixel < width * height; pixel++) {
    const at = Math.floor(pixel / width) * (3 * width + 1) + 1 + 3 * (pixel % width);
    bytes.set(data.subarray(4 * pixel, 4 * pixel + 3), at);
  }
  return bytes;
}

const opaque = (width: number, height: number, value: (at: number) => number): Raw => ({
  width,
  height,
  data: new Uint8ClampedArray(4 * width * height).map((_, at) => (at % 4 === 3 ? 255 : value(at))),
});

describe("png", () => {
  it("holds the picture's rows, whatever the picture", () => {
    const pictures = fc
      .record({
        width: fc.integer({ min: 1, max: 70 }),
        height: fc.integer({ min: 1, max: 40 }),
        colors: fc.integer({ min: 1, max: 256 }),
        seed: fc.nat(),
      })
      .map(({ width, height, colors, seed }) =>
        opaque(width, height, (at) => ((Math.imul(at ^ seed, 0x9e3779b1) >>> 13) % colors) * 7),
      );
    fc.assert(
      fc.property(pictures, (picture) => {
        expect(unpack(png(picture)).equals(rows(picture))).toBe(true);
      }),
    );
  });

  it.each([
    ["one pixel", opaque(1, 1, () => 9)],
    ["one color", opaque(300, 200, () => 0)],
    ["rows wider than the window", opaque(11_000, 4, (at) => (at >> 2) % 251)],
    ["rows just as wide as the window", opaque(10_922, 3, (at) => (at >> 5) % 7)],
    ["noise", opaque(256, 256, (at) => Math.imul(at + 1, 0x85ebca6b) >>> 24)],
    ["one column", opaque(1, 5000, (at) => (at >> 4) % 3)],
    [
      "a chess board",
      drawChess({ squares: new Uint8Array(64).map((_, square) => square % 13) }, { coordinates: true }),
    ],
  ])("holds %s", async (_, picture) => {
    const bytes = png(picture);
    expect(unpack(bytes).equals(rows(picture))).toBe(true);
    const { data, info } = await sharp(bytes).raw().toBuffer({ resolveWithObject: true });
    expect([info.width, info.height, info.channels]).toEqual([picture.width, picture.height, 3]);
    expect(data.every((value, at) => value === picture.data[4 * Math.floor(at / 3) + (at % 3)])).toBe(true);
  });

  it("takes pixels that lie anywhere in memory", () => {
    const picture = drawTicTacToe({ cells: Uint8Array.of(1, 2, 0, 0, 1, 0, 2, 0, 0) }, { size: 64 });
    const memory = new Uint8ClampedArray(picture.data.length + 1);
    memory.set(picture.data, 1);
    expect(png({ ...picture, data: memory.subarray(1) })).toEqual(png(picture));
  });

  it("is at most a third larger than zlib makes it, on boards and on photographs of boards", async () => {
    const boards = chessThemeNames.map((theme) =>
      drawChess({ squares: new Uint8Array(64).map((_, square) => square % 13) }, { theme }),
    );
    for (const picture of [...boards, augment(boards[0]!, { seed: 1, noise: 8 })]) {
      const raw = { width: picture.width, height: picture.height, channels: 4 as const };
      const options = { compressionLevel: 6, adaptiveFiltering: false };
      const other = await sharp(picture.data, { raw }).removeAlpha().png(options).toBuffer();
      expect(png(picture).length / other.length).toBeLessThan(4 / 3);
    }
  });

  it("gives the same bytes everywhere", () => {
    // Golden: made by this code on Linux x64, Node 20, November 2026.
    const bytes = png(drawChess({ squares: new Uint8Array(64).map((_, square) => square % 13) }, { size: 224 }));
    expect(hashOf({ width: bytes.length, height: 1, data: new Uint8ClampedArray(bytes) })).toBe("21b479c9110a261c");
  });

  it("refuses a picture without pixels, and one whose data has another length", () => {
    expect(() => png({ width: 0, height: 5, data: new Uint8ClampedArray() })).toThrow(
      "render.png: a picture of 0 × 5 px with 0 bytes; expected at least one pixel and 4 bytes for each. Draw it anew.",
    );
    expect(() => png({ width: 2, height: 2, data: new Uint8ClampedArray(12) })).toThrow(
      "render.png: a picture of 2 × 2 px with 12 bytes; expected at least one pixel and 4 bytes for each. Draw it anew.",
    );
  });
});

describe("crc32", () => {
  it("is zlib's", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(crc32(bytes, 0, bytes.length)).toBe(zlibCrc32(bytes));
      }),
    );
  });
});

describe("huffman", () => {
  it("makes full prefix codes no longer than the limit, shorter for what is more frequent", () => {
    const frequencies = fc.array(fc.integer({ min: 0, max: 1e6 }), { minLength: 2, maxLength: 286 });
    fc.assert(
      fc.property(frequencies, (weights) => {
        const used = weights.filter((weight) => weight > 0).length;
        fc.pre(used >= 2);
        const { lengths } = huffman(weights, 15);
        const kraft = Array.from(lengths).reduce((sum, length) => sum + (length > 0 ? 2 ** -length : 0), 0);
        expect(kraft).toBe(1);
        for (const [one, weight] of weights.entries()) {
          expect(lengths[one]! > 0).toBe(weight > 0);
          for (const [other, less] of weights.entries()) {
            if (less > 0 && less < weight) expect(lengths[other]!).toBeGreaterThanOrEqual(lengths[one]!);
          }
        }
      }),
      { numRuns: 20 },
    );
  });

  it("keeps to the limit where the best code would be longer", () => {
    const fibonacci = [1, 1];
    while (fibonacci.length < 30) fibonacci.push(fibonacci.at(-1)! + fibonacci.at(-2)!);
    const { lengths } = huffman(fibonacci, 7);
    expect(Math.max(...lengths)).toBeLessThanOrEqual(7);
    expect(Array.from(lengths).reduce((sum, length) => sum + 2 ** -length, 0)).toBe(1);
  });
});

describe("lengths and distances", () => {
  it("say every length and every distance by a symbol and its extra bits", () => {
    for (let length = 3; length <= 258; length++) {
      const symbol = lengthSymbol[length]!;
      const above = length - lengthBase[symbol]!;
      expect(above >= 0 && above < 2 ** lengthExtra[symbol]!).toBe(true);
    }
    for (let distance = 1; distance <= 32768; distance++) {
      const symbol = distanceSymbol(distance);
      const above = distance - distanceBase(symbol);
      if (!(symbol < 30 && above >= 0 && above < 2 ** distanceExtra(symbol))) expect(distance).toBeNaN();
    }
  });
});
