/** A row that is not the conversation it should be. The message names the row, by its id where it has one. */
export class ConversationError extends Error {
  override readonly name = "ConversationError";
}

/** Makes the error that says what is wrong with one row: what, what was expected, what to do. */
export type Refuse = (what: string, expected: string, advice: string, cause?: unknown) => ConversationError;

export function refuser(caller: string, id: string): Refuse {
  return (what, expected, advice, cause) =>
    new ConversationError(
      `${caller}: row ${JSON.stringify(id)}: ${what}; expected ${expected}. ${advice}.`,
      cause === undefined ? {} : { cause },
    );
}
