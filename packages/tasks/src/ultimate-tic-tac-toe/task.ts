import type { Question } from "../question.js";

export const ultimateTasks = ["ALLOWED_SQUARE", "MOVE", "STATE", "LEGALITY"] as const;
export type UltimateTask = (typeof ultimateTasks)[number];
export type UltimateQuestion = Question<UltimateTask>;
