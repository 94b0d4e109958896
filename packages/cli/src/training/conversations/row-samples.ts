import type { Train } from "@vlm/chat-template";
import { loadChat } from "@vlm/chat-template/node";
import { type FitOptions, type FittedSamples, fitSamples } from "@vlm/collator";
import { type Collator, decodeImage, loadCollator } from "@vlm/collator/node";
import { type ConversationRow, type ImageCell, readConversation, toConversation } from "@vlm/dataset";
import { readDataset } from "@vlm/dataset/node";

/** Which conversations become samples, and how. Survives a copy to another thread. */
export interface SampleSettings {
  readonly checkpoint: string;
  readonly dataset: string;
  readonly split: string;
  /** For rows that do not say themselves which messages are their completion. */
  readonly train: Train;
  /** Null: samples may be of any length. */
  readonly maxLength: number | null;
  readonly overflow: NonNullable<FitOptions["overflow"]>;
}

/** The rows of a split as samples of a checkpoint. */
export interface RowSamples {
  readonly rows: number;
  readonly collate: Collator;
  /** A row's samples: one, but for a long conversation that is dropped or cut between turns. */
  of(row: number): Promise<FittedSamples>;
}

export async function openRowSamples({
  checkpoint,
  dataset: folder,
  split,
  train,
  maxLength,
  overflow,
}: SampleSettings): Promise<RowSamples> {
  const chat = await loadChat(checkpoint);
  const collate = await loadCollator(checkpoint);
  const dataset = await readDataset(folder);
  const { imageProcessor, imageTokenId } = collate.options;
  const fit = { imageProcessor, imageTokenId, maxLength: maxLength ?? Number.MAX_SAFE_INTEGER, overflow };
  return {
    rows: dataset.length(split),
    collate,
    async of(row) {
      const conversation = readConversation(await dataset.row(split, row), { id: `${split} ${row}` });
      const { completionFrom: from } = conversation;
      const decoded = await toConversation(withBytes(conversation, folder), decodeImage);
      const policy = { train: from === undefined ? train : { from }, turns: overflow === "split-turns" };
      return fitSamples([chat.encode(decoded, policy)], fit);
    },
  };
}

/** In a dataset's folder pictures are in the rows; a path alone has nothing to lead to. */
function withBytes(row: ReturnType<typeof readConversation>, folder: string): ConversationRow {
  const images = row.images.map((image, index): ImageCell => {
    if (typeof image === "object") return image;
    throw new Error(
      `vlm train: image ${index} of row ${JSON.stringify(row.id)} in ${folder} is the path ${JSON.stringify(image)}; expected the picture's bytes. Embed the pictures with vlm convert --format parquet.`,
    );
  });
  return { ...row, images };
}
