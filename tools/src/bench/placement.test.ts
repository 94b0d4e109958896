import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { placement } from "./placement.js";

/** What the system says of every thread of this process; empty where it has no /proc. */
function affinities(): string[] {
  if (process.platform !== "linux") return [];
  return readdirSync("/proc/self/task").map(
    (task) => /Cpus_allowed_list:\s*(\S+)/.exec(readFileSync(`/proc/self/task/${task}/status`, "utf8"))![1]!,
  );
}

it("puts every thread on the one core, and gives the cores back", () => {
  const before = affinities();
  const place = placement();
  expect(affinities()).toEqual(before);
  place.narrow();
  if (place.core !== null) expect(new Set(affinities())).toEqual(new Set([String(place.core)]));
  place.widen();
  expect(affinities()).toEqual(before);
});

it("leaves commands and cores alone where it cannot pin", () => {
  const place = placement({ core: 100_000 });
  expect(place.core).toBeNull();
  expect(place.pinned("python", ["data.py"])).toEqual(["python", ["data.py"]]);
  place.narrow();
  place.widen();
});
