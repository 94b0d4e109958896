import type { Game } from "@vlm/types";
import { type Generator, generator } from "./generator.js";
import type { Ground } from "./ground.js";
import { type Settings, settingsOf } from "./settings.js";
import { StateGround } from "./state-ground.js";
import { Tree } from "./tree.js";

/** All that the simulations of a search share. It serves one search after another. */
export class Run<State, Action> {
  readonly game: Game<State, Action>;
  readonly tree: Tree;
  readonly ground: Ground<State>;
  readonly numbers: Generator = generator();
  /** [players] of the simulation under way. */
  readonly returns: Float64Array;
  settings: Settings<State>;

  constructor(game: Game<State, Action>, settings: Settings<State>) {
    this.game = game;
    this.tree = new Tree(game.players);
    this.ground = game.position?.() ?? new StateGround(game, this.numbers.random);
    this.returns = new Float64Array(game.players);
    this.settings = settings;
  }

  /** Starts over from a position. */
  begin(state: State, settings: Settings<State>): void {
    this.settings = settings;
    this.numbers.seed(settings.seed);
    this.tree.clear();
    this.stand(state);
  }

  /** Makes a state the root's, whatever the tree holds below. */
  stand(state: State): void {
    this.ground.reset(state);
    this.tree.seat[0] = this.ground.turn();
  }

  /** Lets go of what is the caller's. */
  end(): void {
    if (this.ground instanceof StateGround) this.ground.clear();
    if (this.settings.evaluator !== null) this.settings = settingsOf("search", {});
  }
}
