import { ask, type Processor, type VisionLanguageModel } from "@vlm/models";
import { type ReadingKind, type ReadingQuestion, readingKinds } from "./questions.js";

/** How many answers of each kind were right, word for word. */
export type ReadingScore = Readonly<Record<ReadingKind, { readonly right: number; readonly of: number }>>;

/** Tokens of the longest answer, a whole picture: 81 marks and what stands between them. */
const maxNewTokens = 176;

/** Asks a model, which need not know any game, to read. */
export async function readingScore(
  model: Pick<VisionLanguageModel, "generate">,
  processor: Processor,
  questions: readonly ReadingQuestion[],
  { batchSize = 16, onAnswer = () => {} }: ReadingOptions = {},
): Promise<ReadingScore> {
  const score = Object.fromEntries(readingKinds.map((kind) => [kind, { right: 0, of: 0 }])) as Record<
    ReadingKind,
    { right: number; of: number }
  >;
  for (let start = 0; start < questions.length; start += batchSize) {
    const some = questions.slice(start, start + batchSize);
    const conversations = some.map(({ id, question, picture }) => ({
      id,
      messages: [
        { role: "user" as const, content: [{ type: "image" as const }, { type: "text" as const, text: question }] },
      ],
      images: [picture],
    }));
    const answers = await ask(model, processor, conversations, { maxNewTokens });
    for (const [index, question] of some.entries()) {
      score[question.kind].of++;
      if (answers[index] === question.answer) score[question.kind].right++;
      onAnswer(question, answers[index]!);
    }
  }
  return score;
}

export interface ReadingOptions {
  readonly batchSize?: number;
  onAnswer?(question: ReadingQuestion, answer: string): void;
}

/** Mean of the kinds' accuracies: all kinds count alike. */
export function meanAccuracy(score: ReadingScore): number {
  return readingKinds.reduce((sum, kind) => sum + score[kind].right / score[kind].of / readingKinds.length, 0);
}
