import { progress } from "@vlm/cli/progress";
import { bestConstant, type Evaluation, evaluate } from "@vlm/eval";
import type { LoraAdapter } from "@vlm/lora";
import type { EvaluationQuestion, UltimateQuestion } from "@vlm/tasks";
import type { Conversation, Image } from "@vlm/types";

type Ask = (conversations: readonly Conversation[]) => Promise<readonly string[]>;

/**
 * The tuned model and what it must be better than: the base model, the best constant answer, and itself shown a blank
 * picture or the picture of another row.
 */
export async function evaluateAll(
  held: readonly EvaluationQuestion[],
  ask: Ask,
  adapter: LoraAdapter,
  pictureOf: (rowId: string) => Image,
): Promise<{ readonly tuned: Evaluation; readonly controls: Readonly<Record<string, Evaluation>> }> {
  const questions = held.map(({ question }) => question);
  const rowOf = new Map(held.map(({ question, row }) => [question.id, row.id]));
  const ids = [...new Set(rowOf.values())];
  const own = (id: string): Image => pictureOf(rowOf.get(id)!);
  // Half way round the list: a row of another game, or of another time in the game.
  const other = (id: string): Image => pictureOf(ids[(ids.indexOf(rowOf.get(id)!) + (ids.length >> 1)) % ids.length]!);
  const { width, height } = own(questions[0]!.id);
  const white: Image = { width, height, data: new Uint8ClampedArray(4 * width * height).fill(255) };

  const run = async (label: string, picture: (questionId: string) => Image): Promise<Evaluation> => {
    const bar = progress(`evaluate ${label}`, questions.length, { unit: "answer" });
    const answer = (some: readonly UltimateQuestion[]): Promise<readonly string[]> =>
      ask(some.map(({ id, messages }) => ({ id, messages, images: [picture(id)] })));
    const evaluation = await evaluate(questions, answer, { batchSize: 22, onProgress: (done) => bar.update(done) });
    bar.finish();
    return evaluation;
  };
  adapter.disable();
  const base = await run("base model", own);
  adapter.enable();
  const tuned = await run("tuned model", own);
  const blank = await run("tuned, blank picture", () => white);
  const otherPicture = await run("tuned, other picture", other);
  const constants = bestConstant(questions);
  const constant = await evaluate(questions, async (some) => some.map(({ task }) => constants.get(task)!));
  return { tuned, controls: { base, "best constant": constant, "blank picture": blank, "other picture": otherPicture } };
}
