import type { Draw, Game, Random } from "@vlm/types";
import type { Ground } from "./ground.js";

/** A game on immutable states, each kept by its node. Actions are the indices of `Game.actions`. */
export class StateGround<State, Action> implements Ground<State> {
  private readonly game: Game<State, Action>;
  private readonly random: Random;
  private readonly states: (State | undefined)[] = [];
  private readonly legal: (readonly Action[] | undefined)[] = [];
  private node = 0;

  /** @param random the numbers that playouts take, whatever `draw` they are given */
  constructor(game: Game<State, Action>, random: Random) {
    this.game = game;
    this.random = random;
  }

  reset(state: State): void {
    this.clear();
    this.states.push(state);
    this.legal.push(undefined);
    this.node = 0;
  }

  /** Forgets all states. */
  clear(): void {
    this.states.length = 0;
    this.legal.length = 0;
  }

  rewind(): void {
    this.node = 0;
  }

  play(action: number, node: number): void {
    const { states, legal } = this;
    // Pushed one by one: a far index would turn the list into a dictionary.
    while (states.length <= node) {
      states.push(undefined);
      legal.push(undefined);
    }
    if (states[node] === undefined) states[node] = this.game.play(this.state(), this.actionsHere()[action]!);
    this.node = node;
  }

  state(): State {
    return this.states[this.node] as State;
  }

  turn(): number {
    return this.game.turn(this.state());
  }

  actions(into: Int32Array, offset: number): number {
    const { length } = this.actionsHere();
    for (let index = 0; index < length; index++) into[offset + index] = index;
    return length;
  }

  result(returns: Float64Array): boolean {
    const result = this.game.result(this.state());
    if (result === null) return false;
    copy(result, returns);
    return true;
  }

  playout(_draw: Draw, returns: Float64Array): void {
    copy(rollOut(this.game, this.state(), this.random), returns);
  }

  private actionsHere(): readonly Action[] {
    const known = this.legal[this.node];
    if (known !== undefined) return known;
    const actions = this.game.actions(this.state());
    this.legal[this.node] = actions;
    return actions;
  }
}

/** Returns per player of one uniformly random game, by the game's own fast path where it has one. */
export function rollOut<State, Action>(game: Game<State, Action>, state: State, random: Random): readonly number[] {
  if (game.playout !== undefined) return game.playout(state, random);
  let current = state;
  for (;;) {
    const result = game.result(current);
    if (result !== null) return result;
    const actions = game.actions(current);
    current = game.play(current, actions[Math.floor(random() * actions.length)]!);
  }
}

function copy(returns: readonly number[], into: Float64Array): void {
  for (let player = 0; player < into.length; player++) into[player] = returns[player]!;
}
