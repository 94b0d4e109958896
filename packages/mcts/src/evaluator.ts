import type { Game, Random } from "@vlm/types";
import { rollOut } from "./state-ground.js";

/** What an unfinished position is thought to be worth, and how promising its actions are. */
export interface Evaluation {
  /** Returns per player, each in [-1, 1]. */
  readonly values: ArrayLike<number>;
  /** Probabilities of the legal actions in the order of `Game.actions`; they are scaled to a sum of 1. PUCT wants them. */
  readonly priors?: ArrayLike<number>;
}

/** Estimates an unfinished position: its returns per player alone, or priors beside them. */
export type Evaluator<State> = (state: State, random: Random) => readonly number[] | Evaluation;

/** Estimates many unfinished positions at once, one evaluation each in their order. */
export type BatchEvaluator<State> = (
  states: readonly State[],
) => readonly (readonly number[] | Evaluation)[] | Promise<readonly (readonly number[] | Evaluation)[]>;

/** Plays one uniformly random game to the end, by the game's own fast path where it has one. */
export function rollout<State, Action>(game: Game<State, Action>): (state: State, random: Random) => readonly number[] {
  return (state, random) => rollOut(game, state, random);
}
