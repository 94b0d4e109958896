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
  /** For boards: the share of squares read right, in [0, 1]; 0 when none could be read. On all outcomes of a task or none. */
  readonly squares?: number;
  /** For moves: value of the best move − value of this one, in [0, 2]. On all outcomes of a task or none. */
  readonly regret?: number;
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
