export { checkGame } from "./testing/check-game.js";
