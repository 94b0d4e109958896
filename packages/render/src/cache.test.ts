import { expect, it } from "vitest";
import { keeping } from "./cache.js";

it("keeps the last things made for each owner, and makes the others anew", () => {
  const keep = keeping<string>(2);
  const [one, other] = [{}, {}];
  let made = 0;
  const get = (owner: object, key: string): string => keep(owner, key, () => `${key}${made++}`);
  expect([get(one, "a"), get(one, "b"), get(other, "a"), get(one, "a")]).toEqual(["a0", "b1", "a2", "a0"]);
  // A third pushes out the oldest, of this owner alone.
  expect([get(one, "c"), get(one, "b"), get(one, "a"), get(other, "a")]).toEqual(["c3", "b1", "a4", "a2"]);
});
