/**
 * Explains a move in each of many random positions of every game, and checks each statement by rules written anew:
 * `node tools/dist/check-explanations/main.js --positions 10000 --seed 1`. A statement that is not true is exit code 1.
 */
import { parseArgs } from "node:util";
import { chess, ticTacToe, ultimateTicTacToe } from "@vlm/games";
import { explain, explainChess, explainTicTacToe } from "@vlm/tasks";
import { checkChessExplanation, checkExplanation, checkTicTacToeExplanation } from "@vlm/tasks/testing";
import { judge, type Verdict } from "./judge.js";

const { values } = parseArgs({
  options: { positions: { type: "string", default: "10000" }, seed: { type: "string", default: "1" } },
});
const [count, seed] = [Number(values.positions), Number(values.seed)];
if (!Number.isInteger(count) || count < 1 || !Number.isInteger(seed)) {
  throw new Error(
    `check-explanations: ${values.positions} positions with seed ${values.seed}; expected whole numbers, the first at least 1. Correct --positions and --seed.`,
  );
}

function report(name: string, { positions, counts, untrue }: Verdict): void {
  const all = [...counts.values()].reduce((sum, kind) => sum + kind, 0);
  console.log(`${name}: ${positions} positions, ${all} statements, ${untrue.length} not true`);
  console.log(`  ${[...counts].map(([kind, times]) => `${kind} ${times}`).join(", ")}`);
  for (const line of untrue.slice(0, 10)) console.log(`  ${line}`);
  if (untrue.length > 0) process.exitCode = 1;
}

report(
  "tic_tac_toe",
  judge(
    {
      game: ticTacToe,
      simulations: 300,
      gap: 2,
      explain: explainTicTacToe,
      check: (text, { state }, search) => checkTicTacToeExplanation(text, state, search),
    },
    { count, seed },
  ),
);
report(
  "ultimate_tic_tac_toe",
  judge(
    {
      game: ultimateTicTacToe,
      simulations: 50,
      gap: 4,
      explain,
      check: (text, { state }, search) => checkExplanation(text, state, search),
    },
    { count, seed },
  ),
);
report(
  "chess",
  judge(
    {
      game: chess,
      simulations: 40,
      gap: 8,
      explain: explainChess,
      check: (text, { state, earlier }, search) => checkChessExplanation(text, state, search, { earlier }),
    },
    { count, seed },
  ),
);
