import { checkCount, checkSeed } from "./check.js";
import type { Evaluator } from "./evaluator.js";
import { type Bounds, bounds, type Limits } from "./limits.js";

export interface SearchOptions<State> extends Limits {
  readonly seed?: number;
  /** c of UCB1 or PUCT, in units of returns; √2 by default. */
  readonly explorationConstant?: number;
  /** `"uct"`: mean + c √(ln N / n), unvisited first. `"puct"`: mean + c · prior · √N / (n + 1), unvisited worth 0. */
  readonly selection?: "uct" | "puct";
  /** Prove wins, losses and draws, and search no further where the outcome is known. */
  readonly solve?: boolean;
  /** What a new leaf is worth; by default the end of one random game. */
  readonly evaluator?: Evaluator<State>;
  /** Makes the root's priors (1 − fraction) · prior + fraction · Dirichlet(alpha). For PUCT. */
  readonly rootNoise?: RootNoise;
  /** The tree grows to so many nodes of 60 bytes; then simulations end at its leaves. */
  readonly maxNodes?: number;
  /** Where search should do as OpenSpiel does: in everything, or in what is true here. */
  readonly conventions?: "openspiel" | Partial<Conventions>;
}

export interface RootNoise {
  readonly alpha: number;
  readonly fraction: number;
}

/** What OpenSpiel does otherwise. */
export interface Conventions {
  /** A known child competes with its bare return, without the exploration term. */
  readonly bareOutcomes: boolean;
  /** With `solve`, search goes on below what is proven. */
  readonly revisitProven: boolean;
  /** The final choice is the greatest proven return (0 where there is none), then visits, then the sum of returns. */
  readonly provenFirst: boolean;
}

const OWN: Conventions = { bareOutcomes: false, revisitProven: false, provenFirst: false };
const OPENSPIEL: Conventions = { bareOutcomes: true, revisitProven: true, provenFirst: true };

/** All options, checked, with nothing left out. */
export interface Settings<State> extends Bounds, Conventions {
  readonly seed: number;
  readonly explorationConstant: number;
  readonly puct: boolean;
  readonly solve: boolean;
  /** Children of known outcome are out of the race. */
  readonly skipKnown: boolean;
  readonly evaluator: Evaluator<State> | null;
  readonly rootNoise: RootNoise | null;
  readonly maxNodes: number;
}

/** @throws RangeError for an option out of range */
export function settingsOf<State>(
  caller: string,
  {
    simulations,
    timeMs,
    seed = 0,
    explorationConstant = Math.SQRT2,
    selection = "uct",
    solve = true,
    evaluator,
    rootNoise,
    maxNodes = 1 << 24,
    conventions = OWN,
  }: SearchOptions<State>,
): Settings<State> {
  const limits = bounds(caller, { simulations, timeMs });
  checkSeed(caller, seed);
  if (!(explorationConstant >= 0 && explorationConstant < Infinity)) {
    throw new RangeError(
      `mcts.${caller}: explorationConstant is ${explorationConstant}; expected a finite number, at least 0. √2 suits returns from -1 to 1.`,
    );
  }
  if (selection !== "uct" && selection !== "puct") {
    throw new RangeError(
      `mcts.${caller}: selection is ${selection}; expected "uct" or "puct". Take "puct" for priors.`,
    );
  }
  checkCount(caller, "maxNodes", maxNodes, 2);
  if (rootNoise !== undefined) checkNoise(caller, rootNoise, selection);
  const chosen = conventionsOf(caller, conventions);
  // Every field by name: objects of one shape keep the code of the simulations fast.
  return {
    simulations: limits.simulations,
    timeMs: limits.timeMs,
    bareOutcomes: chosen.bareOutcomes,
    revisitProven: chosen.revisitProven,
    provenFirst: chosen.provenFirst,
    seed,
    explorationConstant,
    puct: selection === "puct",
    solve,
    skipKnown: solve && !chosen.revisitProven,
    evaluator: evaluator ?? null,
    rootNoise: rootNoise ?? null,
    maxNodes,
  };
}

function conventionsOf(caller: string, conventions: "openspiel" | Partial<Conventions>): Conventions {
  if (conventions === "openspiel") return OPENSPIEL;
  if (typeof conventions === "string") {
    throw new RangeError(
      `mcts.${caller}: conventions is "${conventions}"; expected "openspiel" or single ones. Name the single ones: ${Object.keys(OWN).join(", ")}.`,
    );
  }
  return { ...OWN, ...conventions };
}

function checkNoise(caller: string, { alpha, fraction }: RootNoise, selection: "uct" | "puct"): void {
  if (!(alpha > 0 && alpha < Infinity)) {
    throw new RangeError(
      `mcts.${caller}: rootNoise.alpha is ${alpha}; expected a finite number above 0. About 10 / actions is usual.`,
    );
  }
  if (!(fraction >= 0 && fraction <= 1)) {
    throw new RangeError(
      `mcts.${caller}: rootNoise.fraction is ${fraction}; expected a number from 0 to 1. 0.25 is usual.`,
    );
  }
  if (selection !== "puct") {
    throw new RangeError(
      `mcts.${caller}: rootNoise with selection "${selection}", which has no priors to mix it into. Give selection: "puct", or leave the noise out.`,
    );
  }
}
