import { expect, it } from "vitest";
import { Ambient, ambience } from "./ambient.js";

it("holds while a function runs, also one that throws", () => {
  const [depth, name] = [new Ambient(0), new Ambient<string | null>(null)];
  const seen = (): readonly unknown[] => [depth.value, name.value];
  expect(depth.run(1, () => name.run("a", () => [depth.run(2, seen), seen()]))).toEqual([
    [2, "a"],
    [1, "a"],
  ]);
  expect(() =>
    depth.run(3, () => {
      throw new Error("no memory");
    }),
  ).toThrow("no memory");
  expect(seen()).toEqual([0, null]);
});

it("comes back with the ambience of an earlier moment", () => {
  const depth = new Ambient(0);
  const then = depth.run(5, ambience);
  expect(depth.run(7, () => then(() => depth.value))).toBe(5);
  expect(depth.value).toBe(0);
});
