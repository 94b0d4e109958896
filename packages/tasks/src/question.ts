import type { Message } from "@vlm/types";
import { type Problem, readAnswer } from "./protocol.js";

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
  /** The anchors enclose a JSON object. */
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
}

/** Compares classes. `classOf` gives null where a key is missing or a value is of the wrong kind. */
export function judge(
  text: string,
  truth: string,
  classOf: (answer: Readonly<Record<string, unknown>>) => string | null,
): Outcome {
  const { json, problem } = readAnswer(text);
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
