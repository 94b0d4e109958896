import { random } from "../random.js";

/** A seed for game k alone, 53 bits that the run's seed and k decide: no two games of a run are likely to share it. */
export function gameSeed(seed: number, game: number): number {
  const next = random(seed, game);
  return Math.floor(next() * 2 ** 21) * 2 ** 32 + next() * 2 ** 32;
}
