import { loadChat, loadTokenBytes } from "@vlm/chat-template/node";
import { loadCollator } from "@vlm/collator/node";
import type { LoraAdapter } from "@vlm/lora";
import { loadAdapter } from "@vlm/lora/node";
import { ask, type GenerateOptions, type VisionLanguageModel, Vocabulary } from "@vlm/models";
import { checkpointFolder, load } from "@vlm/models/node";
import { type BackendName, useBackend } from "@vlm/ops";
import { fourBit, int8, stored } from "@vlm/quant-cuda";
import { answered, type Question } from "@vlm/tasks";
import type { Batch, Image } from "@vlm/types";
import { UsageError } from "./config/usage-error.js";
import { type Progress, type ProgressStream, progress } from "./progress.js";

/** A checkpoint folder, opened: its model, and the way from questions to batches and from tokens to answers. */
export interface Checkpoint {
  /** Where its files lie: the folder that was named, or the Hub's cache. */
  readonly folder: string;
  readonly model: VisionLanguageModel;
  /** The adapter that was asked for, on the model. */
  readonly adapter: LoraAdapter | null;
  /** Questions with their true answers, each about the picture at its place; null where it tells the board in words. */
  collateAnswered(questions: readonly Question[], pictures: readonly (Image | null)[]): Batch;
  /** The model's answers, each to a question about the picture at its place; null as above. */
  ask(
    questions: readonly Pick<Question, "id" | "messages">[],
    pictures: readonly (Image | null)[],
    options?: Pick<GenerateOptions, "constraint">,
  ): Promise<readonly string[]>;
  /** The texts of its tokens, for constraints. */
  vocabulary(): Promise<Vocabulary>;
}

/** Options that say which model and where; absent ones do without. */
export interface CheckpointOptions {
  readonly model_name_or_path: string;
  readonly revision: string;
  readonly backend: BackendName | null;
  readonly load_in_4bit: boolean;
  readonly load_in_8bit: boolean;
  readonly bnb_4bit_quant_type: "nf4" | "fp4";
  readonly bnb_4bit_use_double_quant: boolean;
  readonly adapter_name_or_path?: string | null;
  readonly max_length?: number | null;
  readonly max_new_tokens?: number;
}

/** Starts the backend and opens the folder, downloaded first where the Hub has it. Throws on anything that is missing, truncated or does not fit together. */
export async function openCheckpoint(
  {
    model_name_or_path: name,
    revision,
    backend,
    load_in_4bit: in4Bits,
    load_in_8bit: in8Bits,
    bnb_4bit_quant_type: type,
    bnb_4bit_use_double_quant: nested,
    adapter_name_or_path: adapterFolder = null,
    max_length: maxLength = null,
    max_new_tokens: maxNewTokens = 192,
  }: CheckpointOptions,
  stream: ProgressStream,
): Promise<Checkpoint> {
  if (in4Bits && in8Bits) {
    throw new UsageError("load_in_4bit and load_in_8bit are both true; expected one at most. Leave one out.");
  }
  const folder = await checkpointFolder(name, { revision, onProgress: downloadLines(stream) });
  const chat = await loadChat(folder);
  const collate = await loadCollator(folder, maxLength === null ? {} : { maxLength });
  await useBackend(backend ?? undefined);
  const quantization = in4Bits ? fourBit({ type, nested }) : in8Bits ? int8() : stored();
  const model = await load(folder, { quantization });
  const adapter = adapterFolder === null ? null : await loadAdapter(model, adapterFolder);
  return {
    folder,
    model,
    adapter,
    collateAnswered: (questions, pictures) =>
      collate(
        questions.map((question, index) =>
          chat.encode({ id: question.id, messages: answered(question), images: shown(pictures[index]!) }),
        ),
      ),
    ask(questions, pictures, options = {}) {
      const conversations = questions.map(({ id, messages }, index) => ({
        id,
        messages,
        images: shown(pictures[index]!),
      }));
      return ask(model, { ...chat, collate }, conversations, { maxNewTokens, ...options });
    },
    vocabulary: async () => new Vocabulary(await loadTokenBytes(folder)),
  };
}

function shown(picture: Image | null): readonly Image[] {
  return picture === null ? [] : [picture];
}

/** A line for each file that is downloaded. */
function downloadLines(stream: ProgressStream): (state: { file: string; done: number; size: number }) => void {
  let current: { readonly file: string; readonly line: Progress } | null = null;
  return ({ file, done, size }) => {
    if (current?.file !== file) current = { file, line: progress(file, size, { stream, unit: "byte" }) };
    current.line.update(done);
    if (done === size) current.line.finish();
  };
}
