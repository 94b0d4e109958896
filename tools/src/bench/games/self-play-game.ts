/** The module that threads of self-play open. */
export { ultimateTicTacToe as default } from "@vlm/games";
