import { expect, it } from "vitest";
import { patchesOf } from "./patches.js";

it("cuts images of several channels into patches, row by row", () => {
  // Image, channel, row and column are the digits of a pixel.
  const pixels = Float32Array.from({ length: 2 * 2 * 4 * 4 }, (_, i) => {
    return 1000 * (i >> 5) + 100 * ((i >> 4) & 1) + 10 * ((i >> 2) & 3) + (i & 3);
  });
  const patches = patchesOf(pixels, [2, 4, 4], 2);
  expect([...patches.subarray(0, 16)]).toEqual([0, 1, 10, 11, 100, 101, 110, 111, 2, 3, 12, 13, 102, 103, 112, 113]);
  expect([...patches.subarray(-4)]).toEqual([1122, 1123, 1132, 1133]);
});

it("leaves out what makes no patch", () => {
  expect([...patchesOf(Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9), [1, 3, 3], 2)]).toEqual([1, 2, 4, 5]);
});
