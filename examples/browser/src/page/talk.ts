import { stream } from "@vlm/models";
import type { UltimateQuestion } from "@vlm/tasks";
import type { Image } from "@vlm/types";
import type { Checkpoint } from "./checkpoint.js";
import { element } from "./element.js";

/** Asks and shows the answer as it comes, how fast it came, and whether it is right. */
export async function talk(
  { model, prompt, vocabulary, chat }: Checkpoint,
  question: UltimateQuestion,
  picture: Image,
  { maxNewTokens = 160 }: { readonly maxNewTokens?: number } = {},
): Promise<void> {
  const answer = element("answer", HTMLPreElement);
  const speed = element("speed", HTMLOutputElement);
  element("talk", HTMLElement).hidden = false;
  element("reference", HTMLPreElement).textContent = question.reference;
  showVerdict("", "");
  answer.textContent = "";
  speed.value = "reading the picture";
  answer.classList.add("busy");
  try {
    // Lets the page show itself before the model reads.
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    const began = performance.now();
    let first = 0;
    let tokens = 0;
    const onToken = (): void => {
      if (tokens++ === 0) first = performance.now();
      if (tokens > 1) speed.value = rates(tokens, first - began, performance.now() - first);
    };
    const options = { vocabulary, stopTokens: chat.stopTokens, maxNewTokens, onToken };
    for await (const { text } of stream(model, prompt(question.messages, picture), options)) answer.append(text);
  } finally {
    answer.classList.remove("busy");
  }
  const { correct, problem } = question.score(answer.textContent ?? "");
  if (correct) showVerdict("Right", "right");
  else showVerdict(problem === null ? "Wrong" : "Not an answer", "wrong");
}

function rates(tokens: number, readMs: number, writeMs: number): string {
  const perSecond = (1000 * (tokens - 1)) / Math.max(writeMs, 1);
  return `read in ${(readMs / 1000).toFixed(1)} s · ${tokens} tokens · ${perSecond.toFixed(1)} tokens/s`;
}

function showVerdict(text: string, className: string): void {
  const verdict = element("verdict", HTMLOutputElement);
  verdict.value = text;
  verdict.className = className;
}
