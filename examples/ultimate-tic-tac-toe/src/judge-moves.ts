import { progress } from "@vlm/cli/progress";
import { type Evaluation, meanInterval } from "@vlm/eval";
import { ultimateTicTacToe as game } from "@vlm/games";
import { search } from "@vlm/mcts";
import { type EvaluationQuestion, readMove, regret, stateOf } from "@vlm/tasks";

/**
 * What each player's moves lose under a deeper search than the teacher's, one number a MOVE question, from 0 (the
 * judge's best) to 2 (a win thrown away). An answer that is no legal move counts as the worst one.
 */
export function judgeMoves(
  held: readonly EvaluationQuestion[],
  evaluations: Readonly<Record<string, Evaluation>>,
  { simulations, seed }: { simulations: number; seed: number },
): Readonly<Record<string, readonly number[]>> {
  const moves = held.filter(({ question }) => question.task === "MOVE");
  const regrets: Record<string, number[]> = Object.fromEntries(
    ["teacher", "random move", ...Object.keys(evaluations)].map((name) => [name, []]),
  );
  const bar = progress("judge moves", moves.length, { unit: "position" });
  for (const [index, { row, question }] of moves.entries()) {
    const state = stateOf(row);
    const judged = search(game, state, { simulations, seed: seed + index, solve: false });
    const actions = game.actions(state);
    regrets.teacher!.push(regret(judged, readMove(question.reference, state)));
    regrets["random move"]!.push(actions.reduce((sum, action) => sum + regret(judged, action), 0) / actions.length);
    for (const [name, { answers }] of Object.entries(evaluations)) {
      const answer = answers.find(({ id }) => id === question.id)!;
      regrets[name]!.push(regret(judged, readMove(answer.answer, state)));
    }
    bar.update(index + 1);
  }
  bar.finish({ teacher: meanInterval(regrets.teacher!).value.toFixed(3) });
  return regrets;
}
