import type { Question } from "../question.js";

export const chessTasks = ["STATE", "SQUARE", "LEGALITY", "CHECK", "THREATS", "MATERIAL", "MOVE"] as const;
export type ChessTask = (typeof chessTasks)[number];
export type ChessQuestion = Question<ChessTask>;
