import { expect, it } from "vitest";
import { groups } from "./groups.js";

it("gives every case a name of its own that is fit for a file, and rivals names of their own", () => {
  const cases = groups.flatMap((group) => group.cases);
  expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length);
  for (const { name, rivals } of cases) {
    expect(name).toMatch(/^[a-z0-9-]+$/);
    expect(new Set(rivals.map((rival) => rival.name)).size, name).toBe(rivals.length);
  }
});

it("has a way to do every case on our side", () => {
  for (const group of groups) {
    for (const { name, open } of group.cases) expect(Boolean(open ?? group.ours), name).toBe(true);
  }
});
