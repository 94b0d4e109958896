import type { Question } from "../question.js";

export const ticTacToeTasks = ["MOVE", "STATE", "LEGALITY", "TURN", "THREATS"] as const;
export type TicTacToeTask = (typeof ticTacToeTasks)[number];
export type TicTacToeQuestion = Question<TicTacToeTask>;
