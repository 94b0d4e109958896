import type { Game } from "@vlm/types";
import { checkDistribution } from "./distribution-laws.js";
import { fingerprint } from "./fingerprint.js";
import { type Laws, lawsOf } from "./laws.js";
import { checkNotation } from "./notation-laws.js";
import { checkIllegalPlay, checkPlay, checkPlayout } from "./play-laws.js";
import { benchOf, checkPosition, checkReset, playNth } from "./position-laws.js";
import { seededRandom } from "./seeded-random.js";
import { checkState } from "./state-laws.js";

/** A game with more plies than this is taken for endless. */
const LONGEST_GAME = 4_000;

/**
 * Plays random games and throws an Error that names the first broken law of `Game`: what was found, what was expected.
 *
 * States and actions are compared by their contents, so they must be plain data: objects, arrays, typed arrays, maps, sets.
 */
export function checkGame<State, Action>(
  game: Game<State, Action>,
  { seed = 0, games = 20 }: { seed?: number; games?: number } = {},
): void {
  const laws = lawsOf(game);
  checkHeader(game, laws);
  const random = seededRandom(seed);
  /** Actions met so far by their contents, to try where they are illegal. */
  const met = new Map<string, Action>();
  /** One position follows each game, another is set up anew in every state. */
  const bench = benchOf(game);
  const following = benchOf(game);
  for (let count = 0; count < games; count++) {
    let state = game.start();
    const states: State[] = [];
    if (following !== null) laws.pure("position.reset", state, () => following.position.reset(state));
    for (let ply = 0; ; ply++) {
      laws.require(ply <= LONGEST_GAME, `a game took more than ${LONGEST_GAME} plies`, "every game to end");
      const actions = checkState(game, laws, state);
      checkNotation(game, laws, state, actions, random);
      if (following !== null) checkPosition(game, laws, following, state, "in the course of a game");
      if (bench !== null) checkReset(game, laws, bench, state, random);
      states.push(state);
      const playoutSeed = Math.floor(random() * 2 ** 32);
      checkPlayout(game, laws, state, () => seededRandom(playoutSeed));
      const legal = new Set(actions.map(fingerprint));
      const illegal = [...met].filter(([key]) => !legal.has(key)).map(([, action]) => action);
      if (illegal.length > 0) checkIllegalPlay(game, laws, state, illegal[Math.floor(random() * illegal.length)]!);
      if (actions.length === 0) break;
      for (const action of actions) met.set(fingerprint(action), action);
      const nth = Math.floor(random() * actions.length);
      state = checkPlay(game, laws, state, actions[nth]!);
      if (following !== null) playNth(following, nth);
    }
    if (count === 0) {
      checkDistribution(game, laws, bench, game.start(), random);
      checkDistribution(game, laws, bench, states[states.length >> 1]!, random);
    }
  }
}

function checkHeader<State, Action>(game: Game<State, Action>, laws: Laws): void {
  laws.require(/^[a-z0-9_]+$/.test(game.name), `the name is ${JSON.stringify(game.name)}`, "lower-case words and _");
  const { players } = game;
  laws.require(Number.isInteger(players) && players > 0, `players is ${players}`, "a whole number above 0");
  const [first, second] = [game.start(), game.start()].map(fingerprint);
  laws.require(first === second, "start gave two different states", "one state to start from");
}
