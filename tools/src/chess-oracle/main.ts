import { parseArgs } from "node:util";
import { compare } from "./compare.js";

// Plays random games by the rules of @vlm/games and of chess.js, and tells where they differ:
// node tools/dist/chess-oracle/main.js --games 10000 --seed 1
const { values } = parseArgs({
  options: { games: { type: "string", default: "1000" }, seed: { type: "string", default: "1" } },
});
const games = Number(values.games);
const seed = Number(values.seed);
if (!Number.isInteger(games) || games < 1 || !Number.isInteger(seed)) {
  throw new RangeError(
    `chess-oracle: --games is ${values.games}, --seed is ${values.seed}; expected whole numbers, games from 1. Change them.`,
  );
}
const { plies, moves, sans, ends, differences } = compare({
  games,
  seed,
  onGame: (done) => {
    if (done % 500 === 0) console.error(`${done} of ${games} games`);
  },
});
for (const difference of differences) console.log(difference);
console.log(
  `${games} games, seed ${seed}: ${plies} positions, ${moves} moves, ${sans} moves in SAN, ${differences.length} differences`,
);
console.log(
  Object.entries(ends)
    .map(([end, count]) => `${count} by ${end}`)
    .join(", "),
);
process.exitCode = differences.length === 0 ? 0 : 1;
