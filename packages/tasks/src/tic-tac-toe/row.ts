import { type TicTacToeState, ticTacToe } from "@vlm/games";
import type { SearchResult } from "@vlm/mcts";
import { searchColumns, searchOf } from "../search-columns.js";
import { explainTicTacToe } from "./explanation.js";
import { type Mark, markOf, stateOfText, stateText } from "./state-text.js";

/** A dataset row: a position and what the search said of it. Cells count 3 × row + column. */
export interface TicTacToeRow {
  readonly id: string;
  readonly game: number;
  readonly ply: number;
  /** PNG, as the 🤗 `Image` feature stores it; null: the board is told in words. */
  readonly image: { readonly bytes: Uint8Array; readonly path: string | null } | null;
  /** Three lines, a space before every mark: `" x . ."`. */
  readonly state_str: string;
  /** To move. */
  readonly player_mark: Mark;
  readonly legal_actions: readonly number[];
  /** The search's best. */
  readonly action: number;
  /** `"x(1,1)"`. */
  readonly action_str: string;
  readonly chain_of_thought: string;
  /** Of each legal action, in their order. */
  readonly visits: readonly number[];
  /** Of each legal action for the player to move, in [-1, 1]. */
  readonly values: readonly number[];
}

export interface TicTacToeRowSource {
  readonly id: string;
  readonly game: number;
  readonly ply: number;
  readonly state: TicTacToeState;
  readonly search: SearchResult<number>;
  /** PNG of the picture; absent or null: the board is told in words. */
  readonly image?: Uint8Array | null;
}

export function ticTacToeRow({ id, game, ply, state, search, image = null }: TicTacToeRowSource): TicTacToeRow {
  const legal = ticTacToe.actions(state);
  const columns = searchColumns(search, legal, { caller: "ticTacToeRow", id });
  return {
    id,
    game,
    ply,
    image: image === null ? null : { bytes: image, path: null },
    state_str: stateText(state),
    player_mark: markOf(state.player),
    legal_actions: legal,
    action: search.best,
    action_str: ticTacToe.write(search.best, state),
    chain_of_thought: explainTicTacToe(state, search),
    ...columns,
  };
}

export function ticTacToeStateOf(row: TicTacToeRow): TicTacToeState {
  return stateOfText(row.state_str);
}

/** What the row's columns tell of its search: visits and values, nothing proven. */
export function ticTacToeSearchOf(row: TicTacToeRow): SearchResult<number> {
  return searchOf(row.action, row.legal_actions, row);
}
