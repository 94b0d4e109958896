import { progress } from "@vlm/cli/progress";
import { bestConstant, type Evaluation, evaluate } from "@vlm/eval";
import type { EvaluationQuestion, UltimateQuestion } from "@vlm/tasks";
import type { Arrays } from "@vlm/trainer";
import type { Image } from "@vlm/types";
import type { Answer } from "./threads.js";

/**
 * The tuned model and what it must be better than: the base model, the best constant answer, and itself shown a blank
 * picture or the picture of another row.
 */
export async function evaluateAll(
  held: readonly EvaluationQuestion[],
  answer: Answer,
  parameters: Arrays,
  pictures: ReadonlyMap<string, Image>,
): Promise<{ readonly tuned: Evaluation; readonly controls: Readonly<Record<string, Evaluation>> }> {
  const questions = held.map(({ question }) => question);
  const rowOf = new Map(held.map(({ question, row }) => [question.id, row.id]));
  const ids = [...new Set(rowOf.values())];
  const own = (id: string): Image => pictures.get(rowOf.get(id)!)!;
  // Half way round the list: a row of another game, or of another time in the game.
  const other = (id: string): Image =>
    pictures.get(ids[(ids.indexOf(rowOf.get(id)!) + (ids.length >> 1)) % ids.length]!)!;
  const { width, height } = own(questions[0]!.id);
  const white: Image = { width, height, data: new Uint8ClampedArray(4 * width * height).fill(255) };

  const bar = progress("evaluate", 4 * questions.length, { unit: "answer" });
  let done = 0;
  const run = (values: Arrays | null, picture: (questionId: string) => Image): Promise<Evaluation> => {
    const ask = async (some: readonly UltimateQuestion[]): Promise<readonly string[]> => {
      const conversations = some.map(({ id, messages }) => ({ id, messages, images: [picture(id)] }));
      const texts = await answer(conversations, values);
      done += some.length;
      bar.update(done);
      return texts;
    };
    return evaluate(questions, ask, { batchSize: 22 });
  };
  const [base, tuned, blankPicture, otherPicture] = await Promise.all([
    run(null, own),
    run(parameters, own),
    run(parameters, () => white),
    run(parameters, other),
  ]);
  bar.finish();
  const constants = bestConstant(questions);
  const constant = await evaluate(questions, async (some) => some.map(({ task }) => constants.get(task)!));
  return {
    tuned,
    controls: { base, "best constant": constant, "blank picture": blankPicture, "other picture": otherPicture },
  };
}
