import type { Features } from "@vlm/dataset";
import type { SearchResult } from "@vlm/mcts";
import type { Question } from "@vlm/tasks";
import type { Game, Random } from "@vlm/types";
import type { Options } from "./options.js";

/** A position of some game, searched unless the game is over there. */
export interface SearchedPosition<State> {
  readonly game: number;
  readonly ply: number;
  readonly state: State;
  /** Null where the game is over, as a file may tell a position. */
  readonly search: SearchResult<number> | null;
}

/** What the rows of all games have in common. */
export interface GameRow {
  readonly id: string;
  readonly game: number;
  readonly ply: number;
  readonly image: { readonly bytes: Uint8Array; readonly path: string | null } | null;
}

/** What a dataset needs to know of a game. */
export interface Recipe<State, Row extends GameRow> {
  readonly game: Game<State, number>;
  readonly features: Features;
  readonly themes: readonly string[];
  /** Empty where the game has one set of marks. */
  readonly pieceSets: readonly string[];
  /** The row of a position; looks are drawn from `random`. */
  row(position: SearchedPosition<State>, looks: Looks, random: Random): Promise<Row>;
  /** The same for positions that symmetries turn into each other. */
  key(row: Row): string;
  /** What goes to one side of a split as a whole: its game, or its key where all games are alike. */
  group(row: Row): string | number;
  /** The question that LLaVA's form asks of the row. */
  llavaQuestion(row: Row, random: Random): Question;
}

export interface Looks extends Pick<Options, "image_size" | "pictures" | "rotated_fraction"> {
  readonly themes: readonly string[];
  readonly pieceSets: readonly string[];
}

/** A member of the list, by chance. */
export function pick<Item>(items: readonly Item[], random: Random): Item {
  return items[Math.floor(random() * items.length)]!;
}
