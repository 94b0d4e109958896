import { type Chat, chatFamilies, createChat, loadTokenizer, tokenBytes } from "@vlm/chat-template";
import { collate, createImageProcessor } from "@vlm/collator";
import { loadFrom, readGenerationConfig, type TokenBytes, type VisionLanguageModel } from "@vlm/models";
import type { Folder } from "@vlm/safetensors";
import type { Batch, Image, Message, Sample } from "@vlm/types";

/** A checkpoint folder, opened: its model, and the ways from questions to batches and from tokens to text. */
export interface Checkpoint {
  readonly model: VisionLanguageModel;
  readonly chat: Chat;
  /** Bytes of each token, for text that comes in pieces. */
  readonly vocabulary: TokenBytes;
  collate(samples: readonly Sample[]): Batch;
  /** A prompt about a picture, ready for the model to go on with. */
  prompt(messages: readonly Message[], picture: Image): Batch;
}

/** Opens a checkpoint of the Qwen family in Hub layout, from wherever the folder is. */
export async function openCheckpoint(folder: Folder): Promise<Checkpoint> {
  const config = JSON.parse(await readText(folder, "config.json"));
  const family = chatFamilies[config.model_type as keyof typeof chatFamilies];
  const tokenizerJson = JSON.parse(await readText(folder, "tokenizer.json"));
  const tokenizerConfig = JSON.parse(await readText(folder, "tokenizer_config.json"));
  const template = await readText(folder, "chat_template.jinja");
  const { stopTokens } = await readGenerationConfig(folder);
  const chat = createChat({
    ...family,
    template,
    tokenizer: loadTokenizer({ tokenizerJson, tokenizerConfig }),
    ...(stopTokens && { stopTokens }),
  });
  const options = {
    imageProcessor: createImageProcessor(JSON.parse(await readText(folder, "preprocessor_config.json"))),
    imageTokenId: chat.imageToken!,
    padTokenId: config.text_config.pad_token_id ?? 0,
  };
  return {
    model: await loadFrom(folder),
    chat,
    vocabulary: tokenBytes(tokenizerJson),
    collate: (samples) => collate(samples, options),
    prompt(messages, picture) {
      const sample = chat.encode({ id: "question", messages, images: [picture] }, { addGenerationPrompt: true });
      return collate([sample], options);
    },
  };
}

async function readText(folder: Folder, name: string): Promise<string> {
  const source = await folder.open(name);
  if (!source) throw new Error(`${folder.name} has no ${name}; expected a checkpoint folder in Hub layout.`);
  const bytes = new Uint8Array(source.size);
  await source.read(0, bytes);
  await source.close?.();
  return new TextDecoder().decode(bytes);
}
