/** Games that every command knows, by OpenSpiel's names. */
export const gameNames = ["ultimate_tic_tac_toe", "tic_tac_toe", "chess"] as const;

export type GameName = (typeof gameNames)[number];
