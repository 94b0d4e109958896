import type { Message } from "@vlm/types";
import { type Answer, type Problem, readAnswer, readObject } from "./protocol.js";

/** A question about a picture, with its true answer. */
export interface Question<Task extends string = string> {
  readonly id: string;
  readonly task: Task;
  /** System and user; the picture is an image part without pixels. */
  readonly messages: readonly Message[];
  /** The assistant's true answer. */
  readonly reference: string;
  /** Class of the true answer, for balanced accuracy. */
  readonly truth: string;
  /** Judges any text; never throws. */
  score(text: string): Outcome;
}

/** What became of an answer. */
export interface Outcome {
  /** The answer is in the form asked for: a JSON object, between anchors where they are asked for, or a move in its tags. */
  readonly validJson: boolean;
  readonly correct: boolean;
  /** Class of the answer; null when it could not be read. */
  readonly predicted: string | null;
  /** Why nothing is predicted; null when something is. */
  readonly problem: Problem | null;
  /** Moves only: the move is legal. */
  readonly legal?: boolean;
  /** Moves only: it is the best move of the search. */
  readonly agrees?: boolean;
  /** Moves only: the action, null when illegal or unreadable. */
  readonly action?: number | null;
  /** Moves only: how much less it is worth than the best one, in the row's search; no legal move counts as the worst. */
  readonly regret?: number;
  /** Whole boards only: the share of its squares that were read right, 0 when none could be read. */
  readonly squares?: number;
}

/** The class that an answer's object names; null where a key is missing or a value is of the wrong kind. */
export type ClassOf = (answer: Readonly<Record<string, unknown>>) => string | null;

/** Compares the class between the anchors with the true one. */
export function judge(text: string, truth: string, classOf: ClassOf): Outcome {
  return judgeAnswer(readAnswer(text), truth, classOf);
}

/** The same of a bare object. */
export function judgeObject(text: string, truth: string, classOf: ClassOf): Outcome {
  return judgeAnswer(readObject(text), truth, classOf);
}

function judgeAnswer({ json, problem }: Answer, truth: string, classOf: ClassOf): Outcome {
  if (json === null) return { validJson: false, correct: false, predicted: null, problem };
  const predicted = classOf(json);
  return {
    validJson: true,
    correct: predicted === truth,
    predicted,
    problem: predicted === null ? "wrong_keys" : null,
  };
}

/** The whole conversation, with the true answer as the assistant's turn: what training wants. */
export function answered(question: Question): readonly Message[] {
  return [...question.messages, { role: "assistant", content: [{ type: "text", text: question.reference }] }];
}
