import { loadChat } from "@vlm/chat-template/node";
import { countTokens } from "@vlm/collator";
import { decodeImage, loadCollator } from "@vlm/collator/node";
import { type ConversationRow, detectForm, type Features, forms, type Row, toConversation } from "@vlm/dataset";

/** Tokens of a row as a checkpoint sees it, pictures included, and those that the assistant wrote. */
export interface TokenCount {
  readonly tokens: number;
  readonly labels: number;
}

/** Counts with a checkpoint's own template, tokenizer and image processor; for rows that are conversations. */
export async function tokenCounter(checkpoint: string): Promise<(row: Row) => Promise<TokenCount>> {
  const chat = await loadChat(checkpoint);
  const { options } = await loadCollator(checkpoint);
  return async (row) => {
    const conversation = forms[detectForm(row)].read(row) as ConversationRow;
    const { completionFrom: from } = conversation;
    const decoded = await toConversation(conversation, decodeImage);
    const sample = chat.encode(decoded, from === undefined ? {} : { train: { from } });
    return {
      tokens: countTokens(sample, options),
      labels: sample.trained.reduce((sum, trained) => sum + trained, 0),
    };
  };
}

/** Whether rows with these columns are conversations. */
export function holdsConversations(features: Features): boolean {
  return Object.values(forms).some(({ keys }) => keys.every((key) => key in features));
}
