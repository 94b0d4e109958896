import type { Answered, Evaluation } from "./evaluation.js";
import { groupBy } from "./group-by.js";
import type { Question } from "./question.js";
import { balancedTasks, scoreTasks } from "./score-tasks.js";

/** Answer texts to a batch of questions, in their order. */
export type Answerer<Q extends Question = Question> = (questions: readonly Q[]) => Promise<readonly string[]>;

/**
 * Asks every question once, in order, `batchSize` at a time, and scores the answers task by task.
 *
 * `balanced` names the tasks that are compared by balanced accuracy; `seed` is that of their bootstrap.
 */
export async function evaluate<Q extends Question>(
  questions: readonly Q[],
  answer: Answerer<Q>,
  {
    batchSize = 16,
    balanced = balancedTasks,
    seed = 0,
    onProgress = () => {},
  }: {
    batchSize?: number;
    balanced?: readonly string[];
    seed?: number;
    onProgress?: (done: number, total: number) => void;
  } = {},
): Promise<Evaluation> {
  if (questions.length === 0)
    throw new Error("eval.evaluate: no questions; expected at least one. Make questions from a larger split.");
  if (!(Number.isInteger(batchSize) && batchSize > 0))
    throw new Error(
      `eval.evaluate: batchSize is ${batchSize}; expected a whole number of at least 1. Pass how many questions fit in memory at once.`,
    );
  for (const [id, same] of groupBy(questions, (question) => question.id))
    if (same.length > 1)
      throw new Error(
        `eval.evaluate: ${same.length} questions have the id ${JSON.stringify(id)}; expected unique ids. Name questions by row and task.`,
      );

  const answers: Answered[] = [];
  for (let start = 0; start < questions.length; start += batchSize) {
    const batch = questions.slice(start, start + batchSize);
    const texts = await ask(batch, answer);
    answers.push(...batch.map((question, index) => scored(question, texts[index]!)));
    onProgress(answers.length, questions.length);
  }
  return { answers, tasks: scoreTasks(answers, { balanced, seed }) };
}

async function ask<Q extends Question>(batch: readonly Q[], answer: Answerer<Q>): Promise<readonly string[]> {
  const ids = batch.map((question) => question.id).join(", ");
  let texts: readonly string[];
  try {
    texts = await answer(batch);
  } catch (cause) {
    throw new Error(
      `eval.evaluate: the answerer threw on the questions ${ids} (${cause instanceof Error ? cause.message : cause}); expected one text each. See the cause; a smaller batchSize finds the question.`,
      { cause },
    );
  }
  if (texts.length !== batch.length || texts.some((text) => typeof text !== "string"))
    throw new Error(
      `eval.evaluate: the answerer gave ${texts.length} answers of types [${texts.map((text) => typeof text)}] to the ${batch.length} questions ${ids}; expected one string each. An answer that could not be made is the empty string.`,
    );
  return texts;
}

function scored(question: Question, answer: string): Answered {
  const { id, task, truth, reference } = question;
  try {
    return { id, task, truth, reference, answer, outcome: question.score(answer) };
  } catch (cause) {
    throw new Error(
      `eval.evaluate: the question ${id} threw on scoring ${JSON.stringify(answer.slice(0, 80))}; expected an outcome for any text. Make its score return { validJson: false, … }.`,
      { cause },
    );
  }
}
