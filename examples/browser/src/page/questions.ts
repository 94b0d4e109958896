import { type UltimateState, ultimateTicTacToe } from "@vlm/games";
import { random, search } from "@vlm/mcts";
import { drawQuestion, row, type UltimateQuestion, type UltimateTask } from "@vlm/tasks";

export interface Seeded {
  readonly seed?: number;
}

/** A question of a task about a position; the same for the same seed. A short search says what its true answer is. */
export function questionAbout(state: UltimateState, task: UltimateTask, { seed = 0 }: Seeded = {}): UltimateQuestion {
  const found = search(ultimateTicTacToe, state, { simulations: 200, seed });
  const ply = state.cells.filter((cell) => cell !== 0).length;
  const source = {
    id: `ply-${ply}`,
    game: 0,
    ply,
    state,
    search: found,
    rotation: 0,
    image: new Uint8Array(),
  } as const;
  return drawQuestion(row(source), random(seed), { task });
}

/** A position after so many random moves of a game; earlier where the game would be over. */
export function positionAfter(moves: number, { seed = 0 }: Seeded = {}): UltimateState {
  const draw = random(seed);
  let state = ultimateTicTacToe.start();
  for (let move = 0; move < moves; move++) {
    const actions = ultimateTicTacToe.actions(state);
    const next = ultimateTicTacToe.play(state, actions[Math.floor(draw() * actions.length)]!);
    if (ultimateTicTacToe.result(next) !== null) break;
    state = next;
  }
  return state;
}
