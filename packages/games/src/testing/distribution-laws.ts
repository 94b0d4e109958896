import type { Game, Random } from "@vlm/types";
import { fingerprint } from "./fingerprint.js";
import type { Laws } from "./laws.js";
import { type Bench, drawOf } from "./position-laws.js";

/** A sample ends with the game in which its plies reach this number. */
const PLIES = 20_000;
const MOST_GAMES = 2_000;
/** Standard errors between two samples of one distribution: a right game fails once in a million. */
const FARTHEST = 5;

type Sample = ReadonlyMap<string, number>;

/** Playouts end as games of uniformly random actions do. */
export function checkDistribution<State, Action>(
  game: Game<State, Action>,
  laws: Laws,
  bench: Bench<State> | null,
  state: State,
  random: Random,
): void {
  if (bench === null && game.playout === undefined) return;
  let plies = 0;
  let games = 0;
  const played = sample(
    () => games++ < MOST_GAMES && plies < PLIES,
    () => {
      let here = state;
      for (;;) {
        const result = game.result(here);
        if (result !== null) return result;
        const legal = game.actions(here);
        here = game.play(here, legal[Math.floor(random() * legal.length)]!);
        plies++;
      }
    },
  );
  const total = sum(played);
  const asMany = (roll: () => readonly number[]): Sample => {
    let left = total;
    return sample(() => left-- > 0, roll);
  };
  if (game.playout !== undefined) {
    compare(
      laws,
      "playout",
      asMany(() => game.playout!(state, random)),
      played,
    );
  }
  if (bench !== null) {
    const { position, returns } = bench;
    const draw = drawOf(random);
    position.reset(state);
    const rolled = asMany(() => {
      position.playout(draw, returns);
      position.rewind();
      return Array.from(returns);
    });
    compare(laws, "position.playout", rolled, played);
  }
}

/** How often each result comes up. */
function sample(goesOn: () => boolean, roll: () => readonly number[]): Sample {
  const counts = new Map<string, number>();
  while (goesOn()) {
    const result = fingerprint(roll());
    counts.set(result, (counts.get(result) ?? 0) + 1);
  }
  return counts;
}

function sum(counts: Sample): number {
  return [...counts.values()].reduce((total, count) => total + count, 0);
}

/** Two samples of one size. */
function compare(laws: Laws, method: string, rolled: Sample, played: Sample): void {
  const total = sum(played);
  for (const result of new Set([...rolled.keys(), ...played.keys()])) {
    const [ours, theirs] = [rolled.get(result) ?? 0, played.get(result) ?? 0];
    const share = (ours + theirs) / (2 * total);
    const standardError = Math.sqrt((share * (1 - share) * 2) / total);
    laws.require(
      Math.abs(ours - theirs) / total <= FARTHEST * standardError,
      `${method} gave ${result} in ${ours} of ${total} games from one state`,
      `about ${theirs}, as in games of random actions`,
    );
  }
}
