export { checkEncoding, type Encoding } from "./testing/check-encoding.js";
export { checkGame } from "./testing/check-game.js";
export { checkWorld } from "./testing/check-world.js";
