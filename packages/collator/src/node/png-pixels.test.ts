import { crc32, deflateSync } from "node:zlib";
import fc from "fast-check";
import { decode } from "fast-png";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { decodeImage } from "./decode-image.js";

function chunk(type: string, data: Uint8Array = new Uint8Array(0)): Buffer {
  const bytes = Buffer.alloc(12 + data.length);
  bytes.writeUInt32BE(data.length, 0);
  bytes.write(type, 4, "latin1");
  bytes.set(data, 8);
  bytes.writeUInt32BE(crc32(bytes.subarray(4, 8 + data.length)), 8 + data.length);
  return bytes;
}

function header(width: number, height: number, ...rest: readonly number[]): Buffer {
  const data = Buffer.alloc(13);
  data.writeUInt32BE(width, 0);
  data.writeUInt32BE(height, 4);
  data.set(rest, 8);
  return chunk("IHDR", data);
}

const signature = Buffer.from("\x89PNG\r\n\x1a\n", "latin1");
const file = (...chunks: readonly Buffer[]): Buffer => Buffer.concat([signature, ...chunks]);
const rows = (...bytes: readonly number[]): Buffer => chunk("IDAT", deflateSync(Buffer.from(bytes)));
const end = chunk("IEND");
/** 2 x 1 pixels of RGB, red and blue. */
const rgb = header(2, 1, 8, 2, 0, 0, 0);
const redBlue = rows(0, 255, 0, 0, 0, 0, 255);
const RED_BLUE = [255, 0, 0, 255, 0, 0, 255, 255];
const pixels = async (bytes: Uint8Array): Promise<number[]> => [...(await decodeImage(bytes)).data];

/** Every color type, filter and width at once, by a second reader. */
const picture = fc
  .record({
    colorType: fc.constantFrom(0, 2, 3, 4, 6),
    width: fc.integer({ min: 1, max: 9 }),
    height: fc.integer({ min: 1, max: 6 }),
    seed: fc.uint8Array({ minLength: 300, maxLength: 300 }),
  })
  .map(({ colorType, width, height, seed }) => {
    const rowLength = width * { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 }[colorType]!;
    const data = seed.slice(0, height * (rowLength + 1));
    for (let at = 0; at < data.length; at += rowLength + 1) data[at]! %= 5;
    const palette =
      colorType === 3
        ? [
            chunk(
              "PLTE",
              new Uint8Array(768).map((_, i) => (i * 7) % 256),
            ),
          ]
        : [];
    return file(header(width, height, 8, colorType, 0, 0, 0), ...palette, chunk("IDAT", deflateSync(data)), end);
  });

describe("a PNG file", () => {
  it("has the pixels that another reader sees, for every color type and filter", async () => {
    await fc.assert(
      fc.asyncProperty(picture, async (bytes) => {
        const other = decode(bytes, { checkCrc: true });
        const expected: number[] = [];
        for (let i = 0; i < other.width * other.height; i++) {
          const samples = [...other.data.subarray(i * other.channels, (i + 1) * other.channels)];
          const [first] = samples as [number];
          if (other.palette) expected.push(...other.palette[first]!.slice(0, 3), 255);
          else if (other.channels < 3) expected.push(first, first, first, samples[1] ?? 255);
          else expected.push(...samples.slice(0, 3), samples[3] ?? 255);
        }
        expect(await pixels(bytes)).toEqual(expected);
      }),
      { numRuns: 300 },
    );
  });

  it("may name a transparent color, in a palette or not", async () => {
    const clear = (...bytes: readonly number[]): Buffer => chunk("tRNS", Buffer.from(bytes));
    expect(await pixels(file(rgb, clear(0, 255, 0, 0, 0, 0), redBlue, end))).toEqual([255, 0, 0, 0, 0, 0, 255, 255]);
    const gray = file(header(2, 1, 8, 0, 0, 0, 0), clear(0, 9), rows(0, 9, 8), end);
    expect(await pixels(gray)).toEqual([9, 9, 9, 0, 8, 8, 8, 255]);
    const colors = chunk("PLTE", Buffer.from([1, 2, 3, 4, 5, 6]));
    const indexed = file(header(2, 1, 8, 3, 0, 0, 0), colors, clear(7), rows(0, 0, 1), end);
    expect(await pixels(indexed)).toEqual([1, 2, 3, 7, 4, 5, 6, 255]);
  });

  it("is read by sharp where it is interlaced, 16 bits deep or less than 8", async () => {
    const image = sharp(
      Uint8Array.from({ length: 192 }, (_, i) => (37 * i) % 256),
      { raw: { width: 8, height: 8, channels: 3 } },
    );
    const plain = await pixels(await image.clone().png().toBuffer());
    expect(await pixels(await image.clone().png({ progressive: true }).toBuffer())).toEqual(plain);
    expect(await pixels(file(header(2, 1, 16, 0, 0, 0, 0), rows(0, 0x80, 0xff, 0x12, 0), end))).toEqual([
      128, 128, 128, 255, 18, 18, 18, 255,
    ]);
    expect(await pixels(file(header(2, 1, 1, 0, 0, 0, 0), rows(0, 0x40), end))).toEqual([
      0, 0, 0, 255, 255, 255, 255, 255,
    ]);
  });

  it("may hold what does not concern the pixels: bad checksums of it, much text, bytes after its end", async () => {
    const damaged = chunk("pHYs", Buffer.alloc(9));
    damaged[damaged.length - 1]! ^= 1;
    const text = chunk("tEXt", Buffer.alloc(20_000_000, 65));
    for (const more of [damaged, text]) expect(await pixels(file(rgb, more, redBlue, end))).toEqual(RED_BLUE);
    expect(await pixels(file(rgb, redBlue, end, Buffer.from("PK\x03\x04 and then a zip file")))).toEqual(RED_BLUE);
    // An animation: the picture of a reader that knows none.
    const still = file(rgb, chunk("acTL", Buffer.from([0, 0, 0, 2, 0, 0, 0, 0])), redBlue, chunk("fdAT"), end);
    expect(await pixels(still)).toEqual(RED_BLUE);
  });

  const flipped = (bytes: Buffer): Buffer => {
    const copy = Buffer.from(bytes);
    copy[copy.length - 1]! ^= 1;
    return copy;
  };
  const palette = header(2, 1, 8, 3, 0, 0, 0);
  it.each([
    [file(flipped(rgb), redBlue, end), 'the checksum of chunk "IHDR" at byte 8 does not match'],
    [file(rgb, flipped(redBlue), end), 'the checksum of chunk "IDAT" at byte 33 does not match'],
    [
      file(rgb, flipped(chunk("tRNS", Buffer.alloc(6))), redBlue, end),
      'the checksum of chunk "tRNS" at byte 33 does not match',
    ],
    [file(rgb, redBlue, flipped(end)), /the checksum of chunk "IEND" at byte \d+ does not match/],
    [file(rgb, redBlue), /the file ends at byte \d+ without IEND/],
    [file(rgb, redBlue).subarray(0, 50), 'chunk "IDAT" at byte 33 is cut off'],
    [file(rgb, end), "the file has no IDAT chunk"],
    [file(redBlue, end), "IHDR is not the first chunk, or not the only one"],
    [file(rgb, rgb, redBlue, end), "IHDR is not the first chunk, or not the only one"],
    [file(rgb, redBlue, chunk("tEXt"), redBlue, end), "the IDAT chunks do not follow one another"],
    [file(rgb, chunk("ABCD"), redBlue, end), 'chunk "ABCD" at byte 33 is unknown'],
    [file(chunk("IHDR", Buffer.alloc(12))), "IHDR has 12 bytes instead of 13"],
    [file(header(0, 0, 8, 2, 0, 0, 0)), "the header claims 0x0 pixels"],
    [
      file(header(2, 1, 7, 2, 0, 0, 2)),
      "the header claims bit depth 7, color type 2, compression 0, filter 0, interlace 2",
    ],
    [file(rgb, rows(0, 1, 2, 3), end), "the pixels end after 4 of 7 bytes"],
    [file(rgb, rows(5, 1, 2, 3, 4, 5, 6), end), "row 0 has filter 5 of 0 to 4"],
    [file(header(2, 1, 8, 4, 0, 0, 0), rows(6, 1, 2, 3, 4), end), "row 0 has filter 6 of 0 to 4"],
    [file(rgb, chunk("tRNS", Buffer.alloc(2)), redBlue, end), "tRNS has 2 bytes instead of 6"],
    [file(palette, rows(0, 0, 0), end), "the palette has 0 bytes"],
    [file(palette, chunk("PLTE", Buffer.alloc(3)), rows(0, 0, 1), end), "a pixel has color 1 of a palette of 1"],
  ])("is refused where it is damaged: %#", async (bytes, reason) => {
    await expect(decodeImage(bytes)).rejects.toThrow(/^collator\.decodeImage: \d+ bytes cannot be decoded: /);
    await expect(decodeImage(bytes)).rejects.toThrow(reason);
  });

  it("gets no more memory than its header promises", async () => {
    const bomb = file(rgb, chunk("IDAT", deflateSync(Buffer.alloc(300_000_000))), end);
    const before = process.memoryUsage().rss;
    await expect(decodeImage(bomb)).rejects.toThrow("the pixels go on after 7 bytes");
    expect(process.memoryUsage().rss - before).toBeLessThan(20_000_000);
  });

  it("of 12000 x 12000 pixels in 17 kB is refused in no time", async () => {
    const begin = performance.now();
    const bomb = file(header(12_000, 12_000, 1, 0, 0, 0, 0), chunk("IDAT", Buffer.alloc(17_000)), end);
    const before = process.memoryUsage().rss;
    await expect(decodeImage(bomb)).rejects.toThrow("the image is 12000x12000; expected at most maxPixels 16777216");
    expect(performance.now() - begin).toBeLessThan(100);
    expect(process.memoryUsage().rss - before).toBeLessThan(20_000_000);
  });

  it("that was damaged anywhere is refused, or gives a picture of its header's size", async () => {
    const damage = fc.oneof(
      fc.record({ at: fc.nat(), bit: fc.integer({ min: 0, max: 7 }) }).map(({ at, bit }) => (bytes: Buffer) => {
        bytes[at % bytes.length]! ^= 1 << bit;
        return bytes;
      }),
      fc.nat().map((at) => (bytes: Buffer) => bytes.subarray(0, at % bytes.length)),
      fc.tuple(fc.nat(), fc.nat(), fc.uint8Array({ maxLength: 20 })).map(
        ([from, to, middle]) =>
          (bytes: Buffer) =>
            Buffer.concat([bytes.subarray(0, from % bytes.length), middle, bytes.subarray(to % bytes.length)]),
      ),
    );
    await fc.assert(
      fc.asyncProperty(picture, damage, async (bytes, spoil) => {
        const spoiled = spoil(Buffer.from(bytes));
        const read = await decodeImage(spoiled).catch((error: Error) => error);
        if (read instanceof Error) expect(read.message).toMatch(/^collator\.decodeImage: /);
        else {
          expect([read.width, read.height]).toEqual([spoiled.readUInt32BE(16), spoiled.readUInt32BE(20)]);
          expect(read.data.length).toBe(4 * read.width * read.height);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it("of which any bit is flipped is refused", async () => {
    const bytes = file(rgb, redBlue, end);
    for (let bit = 0; bit < 8 * bytes.length; bit++) {
      const spoiled = Buffer.from(bytes);
      spoiled[bit >> 3]! ^= 1 << (bit & 7);
      await expect(decodeImage(spoiled), `bit ${bit}`).rejects.toThrow("collator.decodeImage: ");
    }
  });
});
