import { fingerprint } from "./fingerprint.js";

/** How the laws of one game are held up. */
export interface Laws {
  /** Throws unless the law holds. */
  require(holds: boolean, found: string, expected: string): void;
  /** Runs a method of the game and throws when it changed the state. */
  pure<Result>(method: string, state: unknown, run: () => Result): Result;
  /** Throws unless these are returns of one game: one a player, each in [-1, 1]. */
  requireReturns(method: string, returns: readonly number[]): void;
}

export function lawsOf(game: { readonly name: string; readonly players: number }): Laws {
  const require = (holds: boolean, found: string, expected: string): void => {
    if (!holds) throw new Error(`games.checkGame: ${game.name}: ${found}; expected ${expected}. Mend the game.`);
  };
  return {
    require,
    pure(method, state, run) {
      const before = fingerprint(state);
      const result = run();
      require(fingerprint(state) === before, `${method} changed the state it was given`, "states to be immutable");
      return result;
    },
    requireReturns(method, returns) {
      const right = returns.length === game.players && returns.every((value) => value >= -1 && value <= 1);
      require(right, `${method} gave [${returns.join(", ")}]`, `${game.players} returns from -1 to 1`);
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
