import { chess, connectFour, openSpielUltimate, ticTacToe, ultimateTicTacToe } from "@vlm/games";
import type { Game, Position } from "@vlm/types";
import { describe, expect, it } from "vitest";
import { randomPlayer } from "./player.js";
import { search } from "./search.js";
import type { SearchOptions } from "./settings.js";

/** The game as its user may have written it: without a position to play on in place. */
function onStates<State, Action>({ position: _, ...game }: Game<State, Action>): Game<State, Action> {
  return game;
}

function expectSame<State>(game: Game<State, number>, options: SearchOptions<State>): void {
  const play = randomPlayer(game, 3);
  let state = game.start();
  for (let ply = 0; game.result(state) === null && ply < 40; ply++) {
    if (ply % 3 === 0) {
      const seeded = { simulations: 120, ...options, seed: ply };
      expect(search(game, state, seeded)).toEqual(search(onStates(game), state, seeded));
    }
    state = game.play(state, play(state));
  }
}

const evaluator = <State>(state: State): number[] => {
  // Some number that the position decides, not the same for all.
  const sum = Array.from(JSON.stringify(state, replacer), (letter) => letter.charCodeAt(0)).reduce(
    (hash, code) => (Math.imul(hash, 31) + code) | 0,
    7,
  );
  const value = (sum % 1000) / 1000;
  return [value, 0 - value];
};

function replacer(_: string, value: unknown): unknown {
  return typeof value === "bigint" ? String(value) : value;
}

/** Row of tokens: each player in turn takes one to three of them; who takes the last wins. */
const nim: Game<number, number> = {
  name: "nim",
  players: 2,
  start: () => 0,
  turn: (state) => state & 1,
  actions: (state) => [1, 2, 3].filter((count) => count <= 12 - (state >> 1)),
  play: (state, count) => ((state & ~1) + 2 * count) | (1 - (state & 1)),
  result: (state) => (state >> 1 < 12 ? null : state & 1 ? [1, -1] : [-1, 1]),
  write: String,
  read: (text, state) => nim.actions(state).find((count) => String(count) === text.trim()) ?? null,
};

class NimPosition implements Position<number> {
  private root = 0;
  private now = 0;
  reset(state: number): void {
    this.root = state;
    this.now = state;
  }
  rewind(): void {
    this.now = this.root;
  }
  state(): number {
    return this.now;
  }
  turn(): number {
    return nim.turn(this.now);
  }
  actions(into: Int32Array, offset: number): number {
    const legal = nim.actions(this.now);
    into.set(legal, offset);
    return legal.length;
  }
  play(action: number): void {
    this.now = nim.play(this.now, action);
  }
  result(returns: Float64Array): boolean {
    const result = nim.result(this.now);
    if (result !== null) returns.set(result);
    return result !== null;
  }
  playout(draw: (count: number) => number, returns: Float64Array): void {
    let state = this.now;
    for (;;) {
      const result = nim.result(state);
      if (result !== null) {
        returns.set(result);
        return;
      }
      const legal = nim.actions(state);
      state = nim.play(state, legal[draw(legal.length)]!);
    }
  }
}

describe("a search on a position", () => {
  const games = { ticTacToe, ultimateTicTacToe, connectFour, openSpielUltimate, chess };
  const settings = {
    "the solver": { solve: true },
    "no solver": { solve: false },
    PUCT: { selection: "puct", rootNoise: { alpha: 0.3, fraction: 0.25 } },
    "OpenSpiel's conventions": { conventions: "openspiel" },
  } as const;
  for (const [name, game] of Object.entries(games) as [string, Game<unknown, number>][]) {
    it.each(Object.entries(settings))(`is the search on states, to the bit: ${name} with %s`, (_, options) => {
      expectSame(game, { ...options, evaluator });
    });
  }

  it.each([ticTacToe, ultimateTicTacToe, connectFour, openSpielUltimate] as Game<unknown, number>[])(
    "is it with playouts too, where both draw alike: $name",
    (game) => expectSame(game, {}),
  );

  it("plays out by rules alone where there is no playout", () => {
    const placed: Game<number, number> = { ...nim, position: () => new NimPosition() };
    expectSame(placed, {});
    expectSame(placed, { solve: false });
    // 12 tokens are lost for who moves, 11 are won by taking three.
    expect(search(placed, placed.start(), { simulations: 10_000 }).proven).toBe(-1);
    expect(search(nim, nim.play(nim.start(), 1), { simulations: 10_000 }).best).toBe(3);
  });
});
