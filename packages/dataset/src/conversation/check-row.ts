import type { Refuse } from "./conversation-error.js";
import type { ConversationRow } from "./conversation-row.js";

const advice = "Mend or remove the row";

/** Refuses a row whose parts do not belong together. */
export function checkRow(row: ConversationRow<unknown>, refuse: Refuse): void {
  const { messages, images, completionFrom, rewards, score } = row;
  if (messages.length === 0) throw refuse("there are no messages", "at least one", advice);
  const parts = messages.flatMap(({ content }) => content).filter(({ type }) => type === "image").length;
  if (parts !== images.length)
    throw refuse(`there are ${parts} image parts and ${images.length} images`, "one for each other", advice);
  if (completionFrom !== undefined && !isInside(completionFrom, messages.length))
    throw refuse(
      `completion_from is ${completionFrom} of ${messages.length} messages`,
      "an integer from 1 to the last message",
      advice,
    );
  const answers = messages.filter(({ role }) => role === "assistant").length;
  if (rewards !== undefined && rewards.length !== answers)
    throw refuse(`there are ${rewards.length} rewards and ${answers} assistant messages`, "one for each other", advice);
  if (![...(rewards ?? []), score ?? null].every((value) => value === null || Number.isFinite(value)))
    throw refuse("a reward or the score is not finite", "finite numbers", advice);
}

function isInside(index: number, length: number): boolean {
  return Number.isInteger(index) && index >= 1 && index < length;
}
