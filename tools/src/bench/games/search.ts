import type { Case } from "../case.js";
import { openSpiel } from "./openspiel.js";
import { WARM_UP_CALLS } from "./warm-up.js";
import type { SearchWork } from "./work.js";

const SIMULATIONS = 1000;

interface Searched {
  readonly name: string;
  readonly game: string;
  /** In one call. */
  readonly searches: number;
  readonly goal: number;
  readonly functional?: boolean;
  readonly warmUpCalls?: number;
}

const GAMES: readonly Searched[] = [
  { name: "search-tic-tac-toe", game: "tic_tac_toe", searches: 20, goal: 4 },
  { name: "search-ultimate", game: "ultimate_tic_tac_toe", searches: 2, goal: 8 },
  { name: "search-connect-four", game: "connect_four", searches: 4, goal: 9 },
  { name: "search-chess", game: "chess", searches: 1, goal: 12, warmUpCalls: 6 },
  { name: "search-functional", game: "ultimate_tic_tac_toe", searches: 2, goal: 5, functional: true },
];

/** Each with our defaults, where the solver is on, and without the solver, as OpenSpiel's is by default. */
export const searches: readonly Case[] = GAMES.flatMap((searched) => [of(searched, true), of(searched, false)]);

function of({ name, game, searches, goal, functional = false, ...rest }: Searched, solve: boolean): Case {
  const settings: SearchWork = { task: "search", game, functional, solve, simulations: SIMULATIONS, searches };
  const times = searches === 1 ? "a search" : `${searches} searches`;
  const written = functional ? ", written as immutable states with a playout" : "";
  return {
    name: solve ? name : `${name}-unsolved`,
    about: `${times} of ${SIMULATIONS} simulations from the start of ${game}${written}, our solver ${solve ? "on" : "off"}`,
    items: searches * SIMULATIONS,
    unit: "simulation",
    goal,
    warmUpCalls: WARM_UP_CALLS,
    ...rest,
    settings: { ...settings },
    rivals: [openSpiel()],
  };
}
