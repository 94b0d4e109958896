/** What every thread plays. */
export { ticTacToe as default } from "@vlm/games";
