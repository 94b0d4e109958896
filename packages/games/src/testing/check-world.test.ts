import type { World } from "@vlm/types";
import { describe, expect, it } from "vitest";
import { checkWorld } from "./check-world.js";

interface Corridor {
  at: number;
  steps: number;
}

/** Five cells in a row: walk to the last one within eight steps. */
const corridor: World<Corridor, number> = {
  name: "corridor",
  reset: (seed) => ({ at: seed % 4, steps: 0 }),
  actions: (state) => (corridor.done(state) ? [] : [-1, 1].filter((by) => state.at + by >= 0)),
  step(state, by) {
    if (!corridor.actions(state).includes(by)) throw new RangeError(`cannot walk ${by}`);
    const next = { at: state.at + by, steps: state.steps + 1 };
    return { state: next, reward: corridor.success(next) ? 1 : 0, done: corridor.done(next) };
  },
  done: (state) => state.at === 4 || state.steps === 8,
  success: (state) => state.at === 4,
  observe: (state) => `${".".repeat(state.at)}P`,
  write: (by) => (by === 1 ? "on" : "back"),
  read(text, state) {
    const by = { on: 1, back: -1 }[text];
    return by !== undefined && corridor.actions(state).includes(by) ? by : null;
  },
};

const encode = (state: Corridor): string => `${state.at} ${state.steps}`;
function decode(text: string): Corridor | null {
  const [, at, steps] = /^(\d) (\d)$/.exec(text) ?? [];
  return at === undefined ? null : { at: Number(at), steps: Number(steps) };
}

describe("checkWorld", () => {
  it("accepts a world that keeps the laws", () => {
    checkWorld(corridor);
    checkWorld(corridor, { encode, decode });
  });

  const broken: readonly [string, Partial<World<Corridor, number>>, string][] = [
    [
      "a name with spaces",
      { name: "A corridor" },
      'the name is "A corridor"; expected lower-case words and _. Mend the world.',
    ],
    ["a random start", { reset: () => ({ at: Math.random(), steps: 0 }) }, "reset gave two states for seed"],
    [
      "actions after the end",
      { actions: () => [-1, 1] },
      "actions gave 2 where the episode is over; expected none exactly when the episode is over",
    ],
    ["no actions before the end", { actions: () => [] }, "actions gave 0 where the episode goes on"],
    [
      "an action twice",
      { actions: (state) => [...corridor.actions(state), ...corridor.actions(state)] },
      "actions gave one action twice",
    ],
    [
      "success too early",
      { success: (state) => state.at === 3 || state.at === 4 },
      "success where the episode goes on",
    ],
    ["no text", { observe: () => "" }, "observe gave no text"],
    [
      "a memory outside the state",
      { observe: (state) => `${corridor.observe(state)} ${Math.random()}` },
      "a copy of a state was not treated as the state",
    ],
    [
      "a state changed by step",
      {
        step(state, by) {
          const step = corridor.step(state, by);
          return { ...step, state: Object.assign(state, step.state) };
        },
      },
      "step changed the state it was given; expected states to be immutable",
    ],
    [
      "chance outside the state",
      { step: (state, by) => ({ ...corridor.step(state, by), reward: Math.random() }) },
      "the step -1 led to two ends; expected chance to be in the state",
    ],
    [
      "a reward that is no number",
      { step: (state, by) => ({ ...corridor.step(state, by), reward: Number.NaN }) },
      "the reward is NaN; expected a finite number",
    ],
    [
      "another done",
      { step: (state, by) => ({ ...corridor.step(state, by), done: true }) },
      "step gave done true for a state whose done is false",
    ],
    [
      "steps after the end",
      { step: (state, by) => (corridor.done(state) ? { state, reward: 0, done: true } : corridor.step(state, by)) },
      "step took the illegal action",
    ],
    [
      "read that misses an action",
      { read: (text, state) => (text === "on" ? null : corridor.read(text, state)) },
      'read gave null for "on", which write made of 1; expected read to undo write',
    ],
    [
      "read that throws",
      { read: (text, state) => (text === "" ? JSON.parse(text) : corridor.read(text, state)) },
      'read threw for ""; expected null where no legal action is named',
    ],
    [
      "an episode without end",
      {
        reset: () => ({ at: 0, steps: 0 }),
        actions: () => [1],
        step: (state) => ({ state, reward: 0, done: false }),
        done: () => false,
        success: () => false,
        read: (text) => (text === "on" ? 1 : null),
      },
      "an episode took more than 50 steps; expected every episode to end",
    ],
  ];
  it.each(broken)("finds %s", (_, change, message) => {
    const check = (): void => checkWorld({ ...corridor, ...change }, { longest: 50 });
    expect(check).toThrow(`games.checkWorld: ${change.name ?? "corridor"}: ${message}`);
  });

  it("finds a decoder that loses something, throws, or takes what is not encoded", () => {
    expect(() => checkWorld(corridor, { encode, decode: (text) => decode(text.replace(/\d$/, "0")) })).toThrow(
      /^games\.checkWorld: corridor: decode lost the state of "\d \d"; expected it to undo encode\. Mend the world\.$/,
    );
    const harsh = (text: string): Corridor => decode(text) ?? JSON.parse("no");
    expect(() => checkWorld(corridor, { encode, decode: harsh })).toThrow(
      'games.checkWorld: corridor: decode threw for ""; expected null where no state is encoded. Mend the world.',
    );
    const lenient = (text: string): Corridor | null => decode(text.replace("\u0000", "1"));
    expect(() => checkWorld(corridor, { encode, decode: lenient })).toThrow(
      "that encode writes otherwise; expected null where no state is encoded. Mend the world.",
    );
  });
});
