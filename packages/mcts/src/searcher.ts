import type { Game } from "@vlm/types";
import { checkCount } from "./check.js";
import { checkRoot } from "./check-root.js";
import { credit } from "./credit.js";
import { descend } from "./descend.js";
import { believe } from "./evaluation.js";
import type { Evaluation } from "./evaluator.js";
import { bounds, type Limits } from "./limits.js";
import { addNoise } from "./priors.js";
import { orderOf, report } from "./report.js";
import { reroot } from "./reroot.js";
import type { SearchReport } from "./result.js";
import { Run } from "./run.js";
import { type SearchOptions, type Settings, settingsOf } from "./settings.js";
import { settle, simulateWithin } from "./simulate.js";
import { PENDING } from "./tree.js";
import { giveUp, keepKnown, lend, redeem } from "./virtual-loss.js";

/** A search that goes on: over more simulations, and from move to move with what it found below. */
export class Searcher<State, Action> {
  private readonly run: Run<State, Action>;
  private readonly settings: Settings<State>;
  private position: State;
  /** Visits of the root before the search under way. */
  private reused = 0;
  /** Ways to the leaves whose evaluation is awaited. */
  private pending: Int32Array[] = [];

  /** @throws RangeError for an option out of range */
  constructor(game: Game<State, Action>, state: State, options: SearchOptions<State> = {}) {
    this.settings = settingsOf("Searcher", options);
    this.position = state;
    this.run = new Run(game, this.settings);
    this.run.begin(state, this.settings);
  }

  /** The position at the root. */
  get state(): State {
    return this.position;
  }

  /** Simulations made here since the last `advance` or `search`. */
  get simulations(): number {
    return this.run.tree.visits[0]! - this.reused - this.pending.length;
  }

  /** Whether best play from here is known. */
  get solved(): boolean {
    return this.run.tree.known[0] !== 0;
  }

  /** Counts `simulations` from here. */
  resume(): void {
    this.begin("resume");
  }

  /** Searches on, within the given limits or those of the options. */
  search(limits: Limits = this.settings): SearchReport<Action> {
    const within = limits === this.settings ? this.settings : bounds("Searcher.search", limits);
    this.begin("search");
    simulateWithin(this.run, within);
    return this.report();
  }

  /** What is known by now. */
  report(): SearchReport<Action> {
    this.checkIdle("report");
    this.check("report");
    return report(this.run, this.position, this.reused);
  }

  /**
   * Plays an action: the tree below it stays, the rest is dropped.
   *
   * @throws RangeError if the action is illegal
   */
  advance(action: Action): void {
    this.checkIdle("advance");
    const { game, tree, ground, settings, numbers } = this.run;
    const legal = game.actions(this.position);
    const index = indexOf(game, this.position, legal, action);
    if (index < 0) {
      const names = legal.map((one) => game.write(one, this.position)).join(", ") || "none, as the game is over";
      throw new RangeError(
        `mcts.Searcher.advance: action ${typeof action === "object" ? JSON.stringify(action) : String(action)} is not legal here; expected one of: ${names}. Give one that game.actions lists for searcher.state.`,
      );
    }
    ground.rewind();
    if (tree.firstChild[0]! > 0) reroot(tree, orderOf(this.run, 0)[index]!);
    else tree.clear();
    this.position = game.play(this.position, legal[index]!);
    this.run.stand(this.position);
    this.reused = tree.visits[0]!;
    if (settings.rootNoise !== null && tree.firstChild[0]! > 0) addNoise(tree, settings.rootNoise, numbers);
  }

  /**
   * Makes up to `count` simulations, and gives the leaves that wait for an evaluation: none if all ended in known outcomes.
   * Fewer are made where one would wait for what another waits for.
   */
  ask(count = 1): readonly State[] {
    checkCount("Searcher.ask", "count", count, 1);
    this.checkIdle("ask");
    this.check("ask");
    const { run } = this;
    const { tree, ground, settings } = run;
    const leaves: State[] = [];
    for (let made = 0; made < count && !this.solved; made++) {
      const depth = descend(run);
      if (depth < 0) break;
      if (settle(run, depth)) continue;
      leaves.push(ground.state());
      this.pending.push(tree.path.slice(0, depth + 1));
      lend(tree, depth, settings.puct);
      tree.firstChild[tree.path[depth]!] = PENDING;
    }
    return leaves;
  }

  /** Takes the evaluations of the leaves that `ask` gave, in their order. */
  tell(evaluations: readonly (readonly number[] | Evaluation)[]): void {
    const { run } = this;
    const { tree, ground, returns, settings } = run;
    if (evaluations.length !== this.pending.length) {
      throw new RangeError(
        `mcts.Searcher.tell: ${evaluations.length} evaluations, and ${this.pending.length} asked for; expected one a leaf, in the order of ask. Give all at once.`,
      );
    }
    for (const evaluation of evaluations) {
      const path = this.pending[0]!;
      const depth = path.length - 1;
      const leaf = path[depth]!;
      tree.path.set(path);
      ground.rewind();
      for (let level = 1; level <= depth; level++) ground.play(tree.action[path[level]!]!, path[level]!);
      tree.firstChild[leaf] = 0;
      try {
        believe(run, leaf, evaluation);
      } catch (error) {
        tree.firstChild[leaf] = PENDING;
        throw error;
      }
      this.pending.shift();
      redeem(tree, depth);
      credit(tree, depth, returns, 0, settings);
      keepKnown(tree, depth, settings);
    }
  }

  /** Gives up the leaves that wait for an evaluation, as if they had never been asked for. */
  forget(): void {
    const { tree, settings } = this.run;
    for (const path of this.pending.reverse()) {
      tree.path.set(path);
      tree.firstChild[path[path.length - 1]!] = 0;
      giveUp(tree, path.length - 1, settings.puct);
    }
    this.pending = [];
  }

  private begin(method: string): void {
    this.checkIdle(method);
    this.check(method);
    this.reused = this.run.tree.visits[0]!;
  }

  private check(method: string): void {
    checkRoot(`Searcher.${method}`, this.run.game, this.position, this.settings.maxNodes);
  }

  private checkIdle(method: string): void {
    if (this.pending.length > 0) {
      throw new Error(
        `mcts.Searcher.${method}: ${this.pending.length} asked for and not yet told; expected no leaf under way. Call tell or forget first.`,
      );
    }
  }
}

/** By identity, else by name: actions may be objects. */
function indexOf<State, Action>(
  game: Game<State, Action>,
  state: State,
  legal: readonly Action[],
  action: Action,
): number {
  const index = legal.indexOf(action);
  if (index >= 0 || typeof action !== "object" || action === null) return index;
  const name = game.write(action, state);
  return legal.findIndex((one) => game.write(one, state) === name);
}
