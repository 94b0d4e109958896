import { fingerprint } from "./fingerprint.js";

/** How the laws of one game or world are held up. */
export interface CommonLaws {
  /** Throws unless the law holds. */
  require(holds: boolean, found: string, expected: string): void;
  /** Runs a method and throws when it changed the state. */
  pure<Result>(method: string, state: unknown, run: () => Result): Result;
}

export interface Laws extends CommonLaws {
  /** Throws unless these are returns of one game: one a player, each in [-1, 1]. */
  requireReturns(method: string, returns: readonly number[]): void;
}

/** What errors name: the check that called, `"checkGame"`, and what to mend, `"game"`. */
export interface Blame {
  readonly caller: string;
  readonly culprit: string;
}

const GAME: Blame = { caller: "checkGame", culprit: "game" };

export function commonLaws(name: string, { caller, culprit }: Blame): CommonLaws {
  const require = (holds: boolean, found: string, expected: string): void => {
    if (holds) return;
    throw new Error(`games.${caller}: ${name}: ${found}; expected ${expected}. Mend the ${culprit}.`);
  };
  return {
    require,
    pure(method, state, run) {
      const before = fingerprint(state);
      const result = run();
      require(fingerprint(state) === before, `${method} changed the state it was given`, "states to be immutable");
      return result;
    },
  };
}

export function lawsOf(game: { readonly name: string; readonly players: number }, blame: Blame = GAME): Laws {
  const laws = commonLaws(game.name, blame);
  return {
    ...laws,
    requireReturns(method, returns) {
      const right = returns.length === game.players && returns.every((value) => value >= -1 && value <= 1);
      laws.require(right, `${method} gave [${returns.join(", ")}]`, `${game.players} returns from -1 to 1`);
    },
  };
}

/** Whether running it throws. */
export function throws(run: () => unknown): boolean {
  try {
    run();
    return false;
  } catch {
    return true;
  }
}
