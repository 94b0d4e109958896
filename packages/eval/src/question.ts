/** What one answer turned out to be. */
export interface Outcome {
  /** The answer held the JSON that the task asks for. */
  readonly validJson: boolean;
  readonly correct: boolean;
  /** The answer as read, in the spelling of `truth`; null when it could not be read. */
  readonly predicted: string | null;
  /** For moves: the answer names a legal one; false, not absent, when it could not be read. */
  readonly legal?: boolean;
  /** For moves: the answer is the move that the search prefers; false when it could not be read. */
  readonly agrees?: boolean;
}

/** What evaluation asks of a task: a question that scores its own answers. Pictures and prompts are the asker's business. */
export interface Question {
  /** Unique in one evaluation. */
  readonly id: string;
  readonly task: string;
  /** The true class: `"true"`, `"(1,2)"`. Balanced accuracy is the mean of the recalls of these. */
  readonly truth: string;
  /** An answer text that scores as correct. */
  readonly reference: string;
  /** Must not throw: a model wrote the text. */
  score(text: string): Outcome;
}
