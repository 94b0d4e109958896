export { gameSeed } from "./node/game-seed.js";
export { type MakeGamesOptions, makeGames } from "./node/make-games.js";
export type { MakeGame, PrepareGames } from "./node/prepare.js";
export { type SelfPlayGamesOptions, selfPlayGames } from "./node/self-play-games.js";
