import type { Draw, Game, Position } from "@vlm/types";
import { describe, expect, it } from "vitest";
import { checkGame } from "./check-game.js";

interface Pile {
  sticks: number;
  player: 0 | 1;
}

/** Nim with one pile of five: take one or two, whoever takes the last stick wins. */
const nim: Game<Pile, number> = {
  name: "nim",
  players: 2,
  start: () => ({ sticks: 5, player: 0 }),
  turn: (pile) => pile.player,
  actions: (pile) => [1, 2].filter((count) => count <= pile.sticks),
  play(pile, count) {
    if (!nim.actions(pile).includes(count)) throw new RangeError(`cannot take ${count}`);
    return { sticks: pile.sticks - count, player: pile.player === 0 ? 1 : 0 };
  },
  result: (pile) => (pile.sticks > 0 ? null : pile.player === 0 ? [-1, 1] : [1, -1]),
  write: (count) => `take ${count}`,
  read(text, pile) {
    const count = Number(/^take ([12])$/.exec(text)?.[1]);
    return nim.actions(pile).includes(count) ? count : null;
  },
};

/** The pile in place. */
class PilePosition implements Position<Pile> {
  pile: Pile = nim.start();
  root: Pile = this.pile;
  reset(pile: Pile): void {
    this.root = pile;
    this.rewind();
  }
  rewind(): void {
    this.pile = { ...this.root };
  }
  state(): Pile {
    return { ...this.pile };
  }
  turn(): number {
    return this.pile.player;
  }
  actions(into: Int32Array, offset: number): number {
    const legal = nim.actions(this.pile);
    into.set(legal, offset);
    return legal.length;
  }
  play(action: number): void {
    this.pile = nim.play(this.pile, action);
  }
  result(returns: Float64Array): boolean {
    const result = nim.result(this.pile);
    if (result !== null) returns.set(result);
    return result !== null;
  }
  playout(draw: Draw, returns: Float64Array): void {
    while (!this.result(returns)) this.play(1 + draw(nim.actions(this.pile).length));
  }
}

/** Nim whose positions are wrong in one way. */
const wrong = (change: Partial<Position<Pile>>): Partial<Game<Pile, number>> => ({
  position: () => Object.assign(new PilePosition(), change),
});

const playout: Game<Pile, number>["playout"] = (pile, random) => {
  let here = pile;
  for (;;) {
    const result = nim.result(here);
    if (result !== null) return result;
    here = nim.play(here, here.sticks === 1 || random() < 0.5 ? 1 : 2);
  }
};

describe("checkGame", () => {
  it("accepts a game that keeps the laws", () => {
    checkGame(nim);
    checkGame({ ...nim, playout });
    checkGame({ ...nim, position: () => new PilePosition() });
  });

  let asked = 0;
  const turnAbout = (): boolean => asked++ % 2 === 0;
  const broken: readonly [string, Partial<Game<Pile, number>>, string][] = [
    ["a name with spaces", { name: "Nim!" }, 'the name is "Nim!"; expected lower-case words and _. Mend the game.'],
    ["no players", { players: 0 }, "players is 0; expected a whole number above 0"],
    ["a random start", { start: () => ({ sticks: 5 + Math.random(), player: 0 }) }, "start gave two different states"],
    [
      "one return for two players",
      { result: (pile) => (pile.sticks > 0 ? null : [1]) },
      "result gave [1]; expected 2 returns from -1 to 1",
    ],
    ["returns above 1", { result: (pile) => (pile.sticks > 0 ? null : [2, -2]) }, "result gave [2, -2]"],
    [
      "actions after the end",
      { actions: (pile) => (pile.sticks === 0 ? [1, 2] : nim.actions(pile)) },
      "actions gave 2 where the game is over; expected none exactly when the game is over",
    ],
    ["no actions before the end", { actions: () => [] }, "actions gave 0 where the game is on"],
    [
      "an action twice",
      { actions: (pile) => [...nim.actions(pile), ...nim.actions(pile)] },
      "actions gave one action twice",
    ],
    [
      "actions in changing order",
      { actions: (pile) => (turnAbout() ? nim.actions(pile) : nim.actions(pile).toReversed()) },
      "actions gave two lists for one state; expected one fixed order",
    ],
    ["a turn out of range", { turn: () => 2 }, "turn gave 2; expected a player from 0 to 1"],
    [
      "a state changed by play",
      { play: (pile, count) => Object.assign(pile, nim.play(pile, count)) },
      "play changed the state it was given; expected states to be immutable",
    ],
    [
      "chance in play",
      { play: (pile, count) => ({ ...nim.play(pile, count), luck: Math.random() }) },
      "playing 1 twice gave two states",
    ],
    [
      "illegal actions played",
      { play: (pile, count) => ({ sticks: Math.max(0, pile.sticks - count), player: pile.player === 0 ? 1 : 0 }) },
      "play took the illegal action",
    ],
    [
      "read that misses an action",
      { read: (text, pile) => (text === "take 2" ? null : nim.read(text, pile)) },
      'read gave null for "take 2", which write made of 2; expected read to undo write',
    ],
    [
      "read that throws",
      { read: (text, pile) => (text === "" ? JSON.parse(text) : nim.read(text, pile)) },
      'read threw for ""; expected null where no legal action is named',
    ],
    [
      "read that invents",
      { read: (text, pile) => (text === "null" ? 7 : nim.read(text, pile)) },
      'read gave the illegal action 7 for "null"',
    ],
    ["a playout for one", { playout: () => [0] }, "playout gave [0]"],
    [
      "a playout by its own chance",
      { playout: () => [Math.random(), 0] },
      "playout gave two returns for the same random numbers",
    ],
    [
      "a playout that ignores the end",
      { playout: () => [0, 0] },
      "playout gave [0,0] on a finished game; expected its result",
    ],
    [
      "a playout that is not random play",
      { playout: (pile) => nim.result(pile) ?? [1, -1] },
      "playout gave [1,-1] in 2000 of 2000 games from one state; expected about",
    ],
    [
      "a position in another state",
      wrong({ state: () => ({ sticks: 9, player: 0 }) }),
      'position.state gave {"sticks":9,"player":0} in the course of a game; expected {"sticks":5,"player":0}',
    ],
    [
      "a position that changes the state it is given",
      wrong({ reset: (pile) => void pile.sticks++ }),
      "position.reset changed the state it was given; expected states to be immutable",
    ],
    [
      "a position that writes too many actions",
      wrong({ actions: (into, offset) => into.fill(1, offset, offset + 3).length - into.length + 3 }),
      "position.actions wrote 3 actions from offset 1 in the course of a game; expected 2, and nothing beside them",
    ],
    [
      "a position that writes beside the offset",
      wrong({ actions: (into) => into.fill(1, 0, 3).length - into.length + 2 }),
      "position.actions wrote 2 actions from offset 1 in the course of a game; expected 2, and nothing beside them",
    ],
    [
      "a position with actions in another order",
      wrong({
        actions(into, offset) {
          into[offset] = 2;
          into[offset + 1] = 1;
          return 2;
        },
      }),
      "position.actions wrote [2,1] in the course of a game; expected [1,2] as game.actions",
    ],
    [
      "a position that is over too early",
      wrong({ result: () => true }),
      "position.result gave true in the course of a game; expected false",
    ],
    [
      "a position on the wrong turn",
      wrong({ turn: () => 1 }),
      "position.turn gave 1 in the course of a game; expected 0",
    ],
    [
      "a position that gives its own state away",
      wrong({
        state(this: PilePosition) {
          return this.pile;
        },
        play(this: PilePosition, action) {
          Object.assign(this.pile, nim.play(this.pile, action));
        },
      }),
      "a play changed the state that position.state had given; expected it to stay",
    ],
    [
      "a position that does not rewind",
      wrong({
        rewind(this: PilePosition) {
          if (this.pile === nim.start()) this.pile = this.root;
        },
      }),
      "position.state gave",
    ],
    [
      "a position whose playout is not random play",
      wrong({ playout: (_, returns) => void returns.set([1, -1]) }),
      "position.playout",
    ],
    [
      "a game without end",
      {
        play: (pile) => ({ ...pile }),
        result: () => null,
        actions: () => [1],
        read: (text) => (text === "take 1" ? 1 : null),
      },
      "a game took more than 4000 plies; expected every game to end",
    ],
  ];
  it.each(broken)("finds %s", (_, change, message) => {
    expect(() => checkGame({ ...nim, ...change })).toThrow(`games.checkGame: ${change.name ?? "nim"}: ${message}`);
  });
});
