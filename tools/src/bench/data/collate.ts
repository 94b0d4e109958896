import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { loadChat } from "@vlm/chat-template/node";
import { decodeImage, loadCollator } from "@vlm/collator/node";
import type { Batch } from "@vlm/types";
import type { Case } from "../case.js";
import { checkpoint } from "./checkpoint.js";
import { conversations } from "./conversations.js";
import { picture, positions } from "./positions.js";

const batches = 24;
const batchSize = 8;
const count = batches * batchSize;

/** PNG bytes and messages to a padded batch, pictures `size` pixels a side. */
export function collate(size: number): Case {
  const name = `collate-${size}`;
  return {
    name,
    about: `${batchSize} PNG pictures of ${size} px and their conversations to a batch`,
    items: batchSize,
    unit: "sample",
    goal: 2,
    rivals: [
      { name: "transformers (PIL)" },
      { name: "transformers (PIL), by its parts" },
      // It rescales and normalises in one step, which rounds otherwise.
      { name: "transformers (torchvision)", tolerance: 1e-6 },
    ],
    async open(context) {
      const folder = await checkpoint(context);
      const rows = positions(context, 4 * count);
      const messages = conversations(rows, count);
      const pictures: Uint8Array[] = [];
      const line = context.progress(`${name} pictures`, count);
      await mkdir(join(context.folder, name));
      for (let index = 0; index < count; index++) {
        const png = await picture(rows[index]!, index, size);
        await writeFile(join(context.folder, name, `${index}.png`), png);
        pictures.push(png);
        line.update(index + 1);
      }
      line.finish();
      await writeFile(join(context.folder, name, "conversations.json"), JSON.stringify(messages));

      const chat = await loadChat(folder);
      const collator = await loadCollator(folder);
      const run = async (call: number): Promise<Batch> => {
        const first = batchSize * (call % batches);
        const images = await Promise.all(pictures.slice(first, first + batchSize).map((png) => decodeImage(png)));
        return collator(
          images.map((image, index) =>
            chat.encode({ id: String(first + index), messages: messages[first + index]!, images: [image] }),
          ),
        );
      };
      return {
        run,
        async output(call) {
          const batch = await run(call);
          return {
            input_ids: batch.inputIds.data,
            attention_mask: batch.attentionMask.data,
            pixel_values: batch.pixelValues!.data,
            image_grid_thw: batch.imageGrid!.data,
          };
        },
      };
    },
  };
}
