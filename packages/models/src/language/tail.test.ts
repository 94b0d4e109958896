import { rowCount } from "@vlm/ops";
import { expect, it } from "vitest";
import { tailOf, tailWith } from "./tail.js";

it("tailOf names the last tokens of each sequence", () => {
  const tail = tailOf([4, 2, 3], [1, 2, 1]);
  expect([...tail.runs]).toEqual([3, 3, 8, 1]);
  expect(rowCount(tail.runs)).toBe(4);
});

it("tailWith holds the tokens, and at least one of each sequence", () => {
  const { tail, rows } = tailWith([4, 2, 3], Int32Array.of(1, 3, 7));
  expect(tail.counts).toEqual([3, 1, 2]);
  expect([...tail.runs]).toEqual([1, 3, 5, 1, 7, 2]);
  expect([...rows]).toEqual([0, 2, 4]);
});
