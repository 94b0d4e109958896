import { type Html, html } from "../page/html.js";
import { picture } from "../page/picture.js";

export interface ReportSample {
  /** `"data:image/png;base64,…"` */
  readonly imagePng: string;
  readonly task: string;
  readonly question: string;
  readonly reference: string;
  readonly answer: string;
  readonly correct: boolean;
}

/** Answers that are right on one side, wrong on the other. */
export function samplesSection(samples: readonly ReportSample[]): Html {
  const right = samples.filter((sample) => sample.correct);
  const wrong = samples.filter((sample) => !sample.correct);
  return html`<div class="sides">${side("Right", "good", right)}${side("Wrong", "bad", wrong)}</div>`;
}

function side(title: string, tone: string, samples: readonly ReportSample[]): Html {
  return html`<div class="side"><h3 class="${tone}">${title}</h3>${
    samples.length === 0 ? html`<p class="empty">None among the samples.</p>` : samples.map(card)
  }</div>`;
}

function card({ imagePng, task, question, reference, answer, correct }: ReportSample): Html {
  return html`<article class="card sample">${picture(imagePng, `Position of a ${task} question`)}<div><span class="task-name">${task}</span>
<p class="question">${question}</p>
<dl><dt class="${correct ? "good" : "bad"}">answer</dt><dd><pre>${answer || "(empty)"}</pre></dd>${
    answer !== reference && html`<dt>reference</dt><dd><pre>${reference}</pre></dd>`
  }</dl></div></article>`;
}
