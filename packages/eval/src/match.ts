import type { Game } from "@vlm/types";
import { random } from "./random.js";

/** A function from a state to an action; null when what the player said was illegal or could not be read. */
export type Player<State, Action> = (state: State) => Action | null | Promise<Action | null>;

export interface Move<Action> {
  readonly player: number;
  readonly action: Action;
  /** The player gave null and a random legal action was played. */
  readonly replaced: boolean;
}

export interface Match<State, Action> {
  readonly moves: readonly Move<Action>[];
  /** One more than moves: the start, then the state after each move. */
  readonly states: readonly State[];
  /** Returns per player, each in [-1, 1]. */
  readonly result: readonly number[];
  /** Replaced moves per player. */
  readonly replaced: readonly number[];
}

/**
 * Plays one game to its end. A player's null is counted and replaced by a random legal action, drawn with `seed`.
 *
 * An action that the game does not allow is the player's programmer's mistake and throws as `game.play` does.
 */
export async function match<State, Action>(
  game: Game<State, Action>,
  players: readonly Player<State, Action>[],
  { seed = 0, onMove = () => {} }: { seed?: number; onMove?: (move: Move<Action>, state: State) => void } = {},
): Promise<Match<State, Action>> {
  if (players.length !== game.players)
    throw new Error(
      `eval.match: ${players.length} players for ${game.name}; expected ${game.players}. Pass one player per side, in order of turn.`,
    );
  const draw = random(seed);
  const moves: Move<Action>[] = [];
  const states: State[] = [game.start()];
  const replaced = players.map(() => 0);
  for (;;) {
    const state = states[states.length - 1]!;
    const result = game.result(state);
    if (result) return { moves, states, result, replaced };
    const player = game.turn(state);
    const chosen = await players[player]!(state);
    const actions = game.actions(state);
    const action = chosen ?? actions[Math.floor(draw() * actions.length)]!;
    const move: Move<Action> = { player, action, replaced: chosen === null };
    if (move.replaced) replaced[player]!++;
    const next = game.play(state, action);
    moves.push(move);
    states.push(next);
    onMove(move, next);
  }
}
