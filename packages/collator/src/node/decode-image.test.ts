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
  it("turns a picture as EXIF says", async () => {
    const turned = await sharp(redBlue, corners).withMetadata({ orientation: 6 }).png().toBuffer();
    const { width, height, data } = await decodeImage(turned);
    expect([width, height]).toEqual([1, 2]);
    expect([...data]).toEqual([255, 0, 0, 255, 0, 0, 255, 255]);
  });

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
