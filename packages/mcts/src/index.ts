export type { Evaluator } from "./evaluator.js";
export { rollout } from "./evaluator.js";
export type { Player } from "./player.js";
export { randomPlayer, searchPlayer } from "./player.js";
export { random } from "./random.js";
export type { SearchedAction, SearchOptions, SearchResult } from "./search.js";
export { search } from "./search.js";
export type { SelfPlayMove, SelfPlayOptions } from "./self-play.js";
export { selfPlay } from "./self-play.js";
