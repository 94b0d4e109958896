import { search, selfPlay } from "@vlm/mcts";
import { gameSeed } from "@vlm/mcts/node";
import type { Game, Random } from "@vlm/types";
import type { Options } from "./options.js";
import { pick, type SearchedPosition } from "./recipe.js";
import { gameRandom, positionRandom } from "./streams.js";

/** A game that a file tells. */
export interface GivenGame<State> {
  readonly start: State;
  readonly actions: readonly number[];
}

export type PositionOptions = Pick<
  Options,
  "source" | "positions_per_game" | "simulations" | "exploration_constant" | "epsilon" | "seed"
>;

interface Visited<State> extends Pick<SearchedPosition<State>, "ply" | "state"> {
  readonly search: SearchedPosition<State>["search"] | null;
}

/** Positions of one game, by its number alone, each searched; the last of a game that is over is not among them. */
export function* searchedPositions<State>(
  game: Game<State, number>,
  number: number,
  given: readonly GivenGame<State>[] | null,
  options: PositionOptions,
): Generator<SearchedPosition<State>, void, undefined> {
  const { positions_per_game: most, simulations, exploration_constant: explorationConstant, seed } = options;
  const told = given?.[number];
  const visited = told ? follow(game, told.start, (_, ply) => told.actions[ply]) : play(game, number, options);
  const kept = most === null ? visited : sample([...visited], most, gameRandom("keep", seed, number));
  for (const { ply, state, search: found } of kept) {
    const chance = positionRandom("search", seed, { game: number, ply });
    const own = { simulations, explorationConstant, seed: Math.floor(chance() * 2 ** 32) };
    yield {
      game: number,
      ply,
      state,
      search: found ?? (game.result(state) === null ? search(game, state, own) : null),
    };
  }
}

function play<State>(
  game: Game<State, number>,
  number: number,
  { source, simulations, exploration_constant: explorationConstant, epsilon, seed }: PositionOptions,
): Iterable<Visited<State>> {
  if (source === "self_play") {
    const options = { games: 1, simulations, explorationConstant, epsilon, seed: gameSeed(seed, number) };
    return selfPlay(game, options);
  }
  const chance = gameRandom("play", seed, number);
  return follow(game, game.start(), (state) => pick(game.actions(state), chance));
}

/** The start, and the unfinished positions after it, up to where nothing is played. */
function* follow<State>(
  game: Game<State, number>,
  start: State,
  next: (state: State, ply: number) => number | undefined,
): Generator<Visited<State>, void, undefined> {
  let state = start;
  for (let ply = 0; ; ply++) {
    yield { ply, state, search: null };
    const action = game.result(state) === null ? next(state, ply) : undefined;
    if (action === undefined) return;
    state = game.play(state, action);
    if (game.result(state) !== null) return;
  }
}

/** So many of the items in their order, or all; every choice is as likely. */
function sample<Item>(items: readonly Item[], most: number, chance: Random): readonly Item[] {
  let wanted = Math.min(most, items.length);
  return items.filter((_, index) => {
    const taken = chance() * (items.length - index) < wanted;
    if (taken) wanted--;
    return taken;
  });
}
