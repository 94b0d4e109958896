import type { MakeGame } from "@vlm/mcts/node";
import { games } from "../games/games.js";
import type { Options } from "./options.js";
import { type GivenGame, searchedPositions } from "./positions.js";
import type { GameRow } from "./recipe.js";
import { positionRandom } from "./streams.js";

/** What every thread is told. */
export interface RowsData {
  readonly options: Options;
  /** Games of a file; null: they are played. */
  readonly given: readonly GivenGame<unknown>[] | null;
}

/** A module of games for `makeGames` of `@vlm/mcts/node`: the rows of one. */
export default function prepare({ options, given }: RowsData): MakeGame<readonly GameRow[]> {
  const recipe = games[options.game];
  const { themes, piece_sets: sets } = options;
  const looks = { ...options, themes: themes ?? recipe.themes, pieceSets: sets ?? recipe.pieceSets };
  return async (number) => {
    const rows: GameRow[] = [];
    for (const position of searchedPositions(recipe.game, number, given, options)) {
      rows.push(await recipe.row(position, looks, positionRandom("looks", options.seed, position)));
    }
    return rows;
  };
}
