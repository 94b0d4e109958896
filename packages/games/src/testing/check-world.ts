import type { World } from "@vlm/types";
import { fingerprint } from "./fingerprint.js";
import { type CommonLaws, commonLaws, throws } from "./laws.js";
import { checkNotation } from "./notation-laws.js";
import { seededRandom } from "./seeded-random.js";

/**
 * Acts at random in a world and throws an Error that names the first broken law of `World`: what was found, what was expected.
 *
 * States and actions are compared by their contents, so they must be plain data: objects, arrays, typed arrays, maps, sets.
 * Where `encode` and `decode` are given, `decode` must give back every state, and null for other texts. An episode
 * of more than `longest` steps is taken for endless.
 */
export function checkWorld<State, Action>(
  world: World<State, Action>,
  {
    seed = 0,
    episodes = 20,
    longest = 4_000,
    encode,
    decode,
  }: {
    seed?: number;
    episodes?: number;
    longest?: number;
    encode?: (state: State) => string;
    decode?: (text: string) => State | null;
  } = {},
): void {
  const laws = commonLaws(world.name, { caller: "checkWorld", culprit: "world" });
  laws.require(/^[a-z0-9_]+$/.test(world.name), `the name is ${JSON.stringify(world.name)}`, "lower-case words and _");
  const random = seededRandom(seed);
  /** Actions met so far by their contents, to try where they are illegal. */
  const met = new Map<string, Action>();
  for (let episode = 0; episode < episodes; episode++) {
    const start = Math.floor(random() * 2 ** 32);
    let state = world.reset(start);
    laws.require(
      fingerprint(world.reset(start)) === fingerprint(state),
      `reset gave two states for seed ${start}`,
      "one first state for a seed",
    );
    for (let count = 0; ; count++) {
      laws.require(count <= longest, `an episode took more than ${longest} steps`, "every episode to end");
      const actions = checkState(world, laws, state);
      checkNotation(world, laws, state, actions, random);
      if (encode !== undefined && decode !== undefined) checkEncoding(laws, state, encode, decode);
      const legal = new Set(actions.map(fingerprint));
      const illegal = [...met].filter(([key]) => !legal.has(key)).map(([, action]) => action);
      if (illegal.length > 0) {
        const action = illegal[Math.floor(random() * illegal.length)]!;
        const threw = laws.pure("step", state, () => throws(() => world.step(state, action)));
        laws.require(threw, `step took the illegal action ${fingerprint(action)}`, "it to throw");
      }
      if (actions.length === 0) break;
      for (const action of actions) met.set(fingerprint(action), action);
      state = checkStep(world, laws, state, actions[Math.floor(random() * actions.length)]!);
    }
  }
}

/** `actions`, `done`, `success` and `observe` of one state agree with each other and with those of its copy. */
function checkState<State, Action>(world: World<State, Action>, laws: CommonLaws, state: State): readonly Action[] {
  const actions = laws.pure("actions", state, () => world.actions(state));
  const done = laws.pure("done", state, () => world.done(state));
  const success = laws.pure("success", state, () => world.success(state));
  const observed = laws.pure("observe", state, () => world.observe(state));
  laws.require(
    (actions.length === 0) === done,
    `actions gave ${actions.length} where the episode ${done ? "is over" : "goes on"}`,
    "none exactly when the episode is over",
  );
  laws.require(done || !success, "success where the episode goes on", "success to end it");
  laws.require(typeof observed === "string" && observed !== "", "observe gave no text", "the state as text");
  const keys = actions.map(fingerprint);
  laws.require(new Set(keys).size === keys.length, "actions gave one action twice", "each action once");
  const copy = structuredClone(state);
  const again = [world.actions(copy), world.done(copy), world.success(copy), world.observe(copy)];
  laws.require(
    fingerprint(again) === fingerprint([actions, done, success, observed]),
    "a copy of a state was not treated as the state",
    "states to be plain data that all methods depend on alone",
  );
  return actions;
}

/** `step` makes one new state of a legal action. Returns it. */
function checkStep<State, Action>(world: World<State, Action>, laws: CommonLaws, state: State, action: Action): State {
  const step = laws.pure("step", state, () => world.step(state, action));
  laws.require(
    fingerprint(world.step(structuredClone(state), action)) === fingerprint(step),
    `the step ${fingerprint(action)} led to two ends`,
    "chance to be in the state",
  );
  laws.require(Number.isFinite(step.reward), `the reward is ${step.reward}`, "a finite number");
  laws.require(
    step.done === world.done(step.state),
    `step gave done ${step.done} for a state whose done is ${world.done(step.state)}`,
    "the same",
  );
  return step.state;
}

/** `decode` undoes `encode`, and never throws. */
function checkEncoding<State>(
  laws: CommonLaws,
  state: State,
  encode: (state: State) => string,
  decode: (text: string) => State | null,
): void {
  const text = laws.pure("encode", state, () => encode(state));
  const said = JSON.stringify(text.slice(0, 60));
  laws.require(
    fingerprint(decode(text)) === fingerprint(state),
    `decode lost the state of ${said}`,
    "it to undo encode",
  );
  for (let at = 0; at <= text.length; at += 1 + (text.length >> 3)) {
    for (const other of [text.slice(0, at), `${text.slice(0, at)}\u0000${text.slice(at + 1)}`]) {
      const read = JSON.stringify(other.slice(0, 60));
      laws.require(!throws(() => decode(other)), `decode threw for ${read}`, "null where no state is encoded");
      const decoded = decode(other);
      laws.require(
        decoded === null || encode(decoded) === other,
        `decode gave a state for ${read} that encode writes otherwise`,
        "null where no state is encoded",
      );
    }
  }
}
