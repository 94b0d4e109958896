import sharp from "sharp";
import { expect, it } from "vitest";
import { draw } from "./index.js";
import { encodePng } from "./node.js";

it("writes a PNG that decodes to the same pixels", async () => {
  const image = draw({ rows: 3, columns: 3, marks: [1, 2, 0, 0, 1, 0, 2, 0, 1] }, { size: 99, theme: "slate" });
  const png = await encodePng(image);
  const { data, info } = await sharp(png).raw().toBuffer({ resolveWithObject: true });
  expect([info.width, info.height, info.channels]).toEqual([99, 99, 3]);
  for (let pixel = 0; pixel < 99 * 99; pixel++) {
    for (let channel = 0; channel < 3; channel++) {
      expect(data[3 * pixel + channel]).toBe(image.data[4 * pixel + channel]);
    }
  }
});
