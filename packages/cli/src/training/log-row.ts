import type { Step } from "@vlm/trainer";

/** Hugging Face's names; the loss is the mean over the tokens since the last line. */
export function logRow(steps: readonly Step[]): Readonly<Record<string, number>> {
  const { step, epoch, gradNorm, learningRate } = steps.at(-1)!;
  const labelTokens = steps.reduce((sum, each) => sum + each.labelTokens, 0);
  const seconds = steps.reduce((sum, each) => sum + each.seconds, 0);
  return {
    step,
    epoch,
    loss: steps.reduce((sum, each) => sum + each.loss * each.labelTokens, 0) / labelTokens,
    grad_norm: gradNorm,
    learning_rate: learningRate,
    tokens_per_second: steps.reduce((sum, each) => sum + each.tokens, 0) / seconds,
  };
}
