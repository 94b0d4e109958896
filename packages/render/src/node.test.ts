import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { draw, drawChess, png } from "./index.js";
import { encodeJpeg, encodePng, encodeWebp, throughJpeg } from "./node.js";

const image = draw({ rows: 3, columns: 3, marks: [1, 2, 0, 0, 1, 0, 2, 0, 1] }, { size: 99, theme: "slate" });

async function decode(bytes: Uint8Array): Promise<{ format: string | undefined; data: Buffer }> {
  const { format } = await sharp(bytes).metadata();
  const { data, info } = await sharp(bytes).raw().toBuffer({ resolveWithObject: true });
  expect([info.width, info.height, info.channels]).toEqual([99, 99, 3]);
  return { format, data };
}

/** Mean distance of a channel's value from the picture's. */
function distance(data: Uint8Array): number {
  return (
    data.reduce((sum, value, at) => sum + Math.abs(value - image.data[4 * Math.floor(at / 3) + (at % 3)]!), 0) /
    data.length
  );
}

describe("encoders", () => {
  it("write a PNG that decodes to the same pixels", async () => {
    const bytes = await encodePng(image);
    const { format, data } = await decode(bytes);
    expect([format, distance(data)]).toEqual(["png", 0]);
    expect(bytes).toEqual(png(image));
  });

  it("write WebP without loss unless a quality is asked for", async () => {
    const { format, data } = await decode(await encodeWebp(image));
    expect([format, distance(data)]).toEqual(["webp", 0]);
    const lossy = await encodeWebp(image, { quality: 20 });
    expect(distance((await decode(lossy)).data)).toBeGreaterThan(0);
  });

  it("write JPEG", async () => {
    const { format, data } = await decode(await encodeJpeg(image, { quality: 90 }));
    expect(format).toBe("jpeg");
    expect(distance(data)).toBeLessThan(6);
  });
});

describe("throughJpeg", () => {
  it("spoils pixels, more at less quality, and leaves the truth alone", async () => {
    const picture = drawChess({ squares: new Uint8Array(64).map((_, square) => square % 13) }, { size: 96 });
    const spoiled = await Promise.all([95, 10].map((quality) => throughJpeg(picture, { quality })));
    const far = spoiled.map(({ data }) =>
      data.reduce((sum, value, at) => sum + Math.abs(value - picture.data[at]!), 0),
    );
    expect(far[0]!).toBeGreaterThan(0);
    expect(far[1]!).toBeGreaterThan(2 * far[0]!);
    for (const { truth, width, height, data } of spoiled) {
      expect(truth).toBe(picture.truth);
      expect(data.length).toBe(4 * width * height);
      expect(data.filter((value, at) => at % 4 === 3 && value !== 255).length).toBe(0);
    }
  });
});
