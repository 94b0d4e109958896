import { expect, it } from "vitest";
import { collate } from "./collate.js";
import { picture, qwen, sample } from "./samples.test.kit.js";
import { recycle } from "./spare-memory.js";

const batchOf = (value: number, height = 8) =>
  collate([sample("a", [1, 9, 102], [picture(8, height, value)])], qwen).pixelValues!;
const batch = (value: number) => collate([sample("a", [1, 9, 102], [picture(8, 8, value)])], qwen);

it("holds the next batch of about the size, and only what was given back", () => {
  const first = batch(200);
  const kept = batch(200);
  const [memory, expected] = [first.pixelValues!.data.buffer, [...kept.pixelValues!.data]];
  recycle(first);
  recycle(first);
  const smaller = batchOf(7, 4);
  expect(smaller.data.buffer).toBe(memory);
  expect(smaller.data.length).toBe(first.pixelValues!.data.length / 2);
  // It is in use again: given back once, it is handed out once.
  expect(batchOf(7, 4).data.buffer).not.toBe(memory);
  expect([...kept.pixelValues!.data]).toEqual(expected);
});

it("gives the values that fresh memory gives", () => {
  const fresh = [...batchOf(91).data];
  const old = batch(3);
  recycle(old);
  const again = batchOf(91);
  expect(again.data.buffer).toBe(old.pixelValues!.data.buffer);
  expect([...again.data]).toEqual(fresh);
});

it("does not hold memory that is far too large, nor a batch without pictures", () => {
  const large = batchOf(1, 64);
  recycle({ ...batch(1), pixelValues: large });
  expect(batchOf(1, 4).data.buffer).not.toBe(large.data.buffer);
  recycle(collate([sample("t", [1, 102])], qwen));
});
