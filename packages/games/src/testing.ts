export { checkGame } from "./testing/check-game.js";
export { checkWorld } from "./testing/check-world.js";
