import { readFileSync } from "node:fs";
import { crc32 } from "node:zlib";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { decodeImage } from "./decode-image.js";

const png = (name: string): Buffer => readFileSync(new URL(`../../fixtures/${name}`, import.meta.url));
const corners = { raw: { width: 2, height: 1, channels: 3 } } as const;
const redBlue = Buffer.from([255, 0, 0, 0, 0, 255]);

/** A PNG whose header claims another size. */
function claiming(width: number, height: number): Buffer {
  const bytes = Buffer.from(png("i.png"));
  bytes.writeUInt32BE(width, 16);
  bytes.writeUInt32BE(height, 20);
  bytes.writeUInt32BE(crc32(bytes.subarray(12, 29)), 29);
  return bytes;
}

describe("decodeImage", () => {
  it.each([
    [1, "123456"],
    [2, "321654"],
    [3, "654321"],
    [4, "456123"],
    [5, "142536"],
    [6, "415263"],
    [7, "635241"],
    [8, "362514"],
  ])("turns a picture as EXIF says: %i", async (orientation, expected) => {
    // 3 x 2 squares of 16 pixels, so that JPEG keeps their grays.
    const squares = Uint8Array.from(
      { length: 48 * 32 },
      (_, i) => 40 * (1 + Math.floor((i % 48) / 16) + (i < 768 ? 0 : 3)),
    );
    const image = sharp(squares, { raw: { width: 48, height: 32, channels: 1 } }).withMetadata({ orientation });
    for (const bytes of [await image.clone().png().toBuffer(), await image.clone().jpeg({ quality: 100 }).toBuffer()]) {
      const { width, height, data } = await decodeImage(bytes);
      expect([width, height]).toEqual(orientation < 5 ? [48, 32] : [32, 48]);
      let seen = "";
      for (let y = 8; y < height; y += 16) {
        for (let x = 8; x < width; x += 16) seen += Math.round(data[4 * (y * width + x)]! / 40);
      }
      expect(seen).toBe(expected);
    }
  });

  it("ignores color profiles", async () => {
    const colors = sharp(redBlue, corners);
    const expected = await decodeImage(await colors.clone().png().toBuffer());
    const profiled = await colors.clone().withIccProfile("p3", { attach: true }).keepIccProfile().png().toBuffer();
    const raw = await sharp(profiled, { ignoreIcc: true }).raw().toBuffer();
    const { data } = await decodeImage(profiled);
    expect([...data.filter((_, i) => i % 4 !== 3)]).toEqual([...raw]);
    expect([...raw]).not.toEqual([...expected.data.filter((_, i) => i % 4 !== 3)]);
  });

  it.each(["jpeg", "webp", "gif", "tiff"] as const)(
    "checks the size of a %s, and refuses it cut off",
    async (format) => {
      const noise = Uint8Array.from({ length: 3 * 4096 }, (_, i) => (i * 2654435761) >>> 13);
      const image = sharp(noise, { raw: { width: 64, height: 64, channels: 3 } });
      const bytes = await image.toFormat(format).toBuffer();
      expect((await decodeImage(bytes)).width).toBe(64);
      await expect(decodeImage(bytes, { maxPixels: 4095 })).rejects.toThrow(
        "collator.decodeImage: the image is 64x64; expected at most maxPixels 4095. Raise maxPixels or shrink the image.",
      );
      await expect(decodeImage(bytes.subarray(0, bytes.length >> 1))).rejects.toThrow(
        /^collator\.decodeImage: \d+ bytes cannot be decoded: /,
      );
    },
  );

  it("keeps alpha, and gives the first frame of an animation", async () => {
    const rgba = await sharp(Buffer.from([1, 2, 3, 0]), { raw: { width: 1, height: 1, channels: 4 } })
      .png()
      .toBuffer();
    expect([...(await decodeImage(rgba)).data]).toEqual([1, 2, 3, 0]);
    const rows = Buffer.concat([Buffer.alloc(12, 255), Buffer.alloc(12, 0)]);
    const frames = sharp(rows, { raw: { width: 2, height: 4, channels: 3, pageHeight: 2 } });
    const { width, height, data } = await decodeImage(await frames.gif().toBuffer());
    expect([width, height, data[0]]).toEqual([2, 2, 255]);
  });

  it("refuses a picture by the size its header claims, before decoding it", async () => {
    await expect(decodeImage(claiming(30_000, 30_000))).rejects.toThrow(
      "collator.decodeImage: the image is 30000x30000; expected at most maxPixels 16777216. Raise maxPixels or shrink the image.",
    );
    await expect(decodeImage(png("i.png"), { maxPixels: 390 })).rejects.toThrow(
      "collator.decodeImage: the image is 17x23; expected at most maxPixels 390. Raise maxPixels or shrink the image.",
    );
    expect((await decodeImage(png("i.png"), { maxPixels: 391 })).width).toBe(17);
  });

  it("refuses what is no whole picture", async () => {
    const message =
      /^collator\.decodeImage: \d+ bytes cannot be decoded: .+; expected a whole png, jpeg, webp, gif, tiff file\. Drop the row or make its image again\.$/s;
    await expect(decodeImage(png("a.png").subarray(0, 5000))).rejects.toThrow(message);
    const flipped = Buffer.from(png("a.png"));
    flipped[6000]! ^= 1;
    await expect(decodeImage(flipped)).rejects.toThrow(message);
    await expect(decodeImage(claiming(0, 0))).rejects.toThrow(message);
    await expect(
      decodeImage(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>')),
    ).rejects.toThrow(
      'collator.decodeImage: 62 bytes that begin with "3c73766720786d6c" (hex); expected a png, jpeg, webp, gif, tiff file. Convert it.',
    );
    await expect(decodeImage(new Uint8Array(0))).rejects.toThrow(
      'collator.decodeImage: 0 bytes that begin with "" (hex); expected a png, jpeg, webp, gif, tiff file. Convert it.',
    );
  });
});
