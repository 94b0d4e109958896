import { loadChat, loadTokenBytes } from "@vlm/chat-template/node";
import { loadCollator } from "@vlm/collator/node";
import type { LoraAdapter } from "@vlm/lora";
import { loadAdapter } from "@vlm/lora/node";
import { ask, type GenerateOptions, type VisionLanguageModel, Vocabulary } from "@vlm/models";
import { load } from "@vlm/models/node";
import { type BackendName, useBackend } from "@vlm/ops";
import { answered, type Question } from "@vlm/tasks";
import type { Batch, Image } from "@vlm/types";

/** A checkpoint folder, opened: its model, and the way from questions to batches and from tokens to answers. */
export interface Checkpoint {
  readonly model: VisionLanguageModel;
  /** The adapter that was asked for, on the model. */
  readonly adapter: LoraAdapter | null;
  /** Questions with their true answers, each about the picture at its place. */
  collateAnswered(questions: readonly Question[], pictures: readonly Image[]): Batch;
  /** The model's answers, each to a question about the picture at its place. */
  ask(
    questions: readonly Pick<Question, "id" | "messages">[],
    pictures: readonly Image[],
    options?: Pick<GenerateOptions, "constraint">,
  ): Promise<readonly string[]>;
  /** The texts of its tokens, for constraints. */
  vocabulary(): Promise<Vocabulary>;
}

/** Options that say which model and where; absent ones do without. */
export interface CheckpointOptions {
  readonly model_name_or_path: string;
  readonly backend: BackendName;
  readonly adapter_name_or_path?: string | null;
  readonly max_length?: number | null;
  readonly max_new_tokens?: number;
}

/** Starts the backend and opens the folder. Throws on anything that is missing, truncated or does not fit together. */
export async function openCheckpoint({
  model_name_or_path: folder,
  backend,
  adapter_name_or_path: adapterFolder = null,
  max_length: maxLength = null,
  max_new_tokens: maxNewTokens = 192,
}: CheckpointOptions): Promise<Checkpoint> {
  const chat = await loadChat(folder);
  const collate = await loadCollator(folder, maxLength === null ? {} : { maxLength });
  await useBackend(backend);
  const model = await load(folder);
  const adapter = adapterFolder === null ? null : await loadAdapter(model, adapterFolder);
  return {
    model,
    adapter,
    collateAnswered: (questions, pictures) =>
      collate(
        questions.map((question, index) =>
          chat.encode({ id: question.id, messages: answered(question), images: [pictures[index]!] }),
        ),
      ),
    ask(questions, pictures, options = {}) {
      const conversations = questions.map(({ id, messages }, index) => ({ id, messages, images: [pictures[index]!] }));
      return ask(model, { ...chat, collate }, conversations, { maxNewTokens, ...options });
    },
    vocabulary: async () => new Vocabulary(await loadTokenBytes(folder)),
  };
}
