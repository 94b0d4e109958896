/** PNG bytes and messages to a padded batch: what a loader's workers do, and the cases that collate in this thread. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { loadChat } from "@vlm/chat-template/node";
import { decodeImage, loadCollator, type MakeBatch } from "@vlm/collator/node";
import type { Message } from "@vlm/types";
import type { Samples } from "./samples.js";

export interface MakeBatchData {
  readonly checkpoint: string;
  readonly samples: Samples;
}

/** Reads every picture's bytes beforehand: the disk is not measured. */
export default async function prepare({ checkpoint, samples }: MakeBatchData): Promise<MakeBatch> {
  const chat = await loadChat(checkpoint);
  const collator = await loadCollator(checkpoint);
  const messages: readonly (readonly Message[])[] = JSON.parse(
    await readFile(join(samples.folder, "conversations.json"), "utf8"),
  );
  const pictures = await Promise.all(messages.map((_, index) => readFile(join(samples.folder, `${index}.png`))));
  return async (rows) => {
    const images = await Promise.all(rows.map((row) => decodeImage(pictures[row]!)));
    return collator(
      rows.map((row, place) => chat.encode({ id: String(row), messages: messages[row]!, images: [images[place]!] })),
    );
  };
}
