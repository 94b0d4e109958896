import { type Html, html } from "../page/html.js";
import { picture } from "../page/picture.js";

export interface ReportFrame {
  /** `"data:image/png;base64,…"` */
  readonly imagePng: string;
  /** `"X plays (1,1)/(0,2)"` */
  readonly caption: string;
  /** The move is a random one in place of an answer that was illegal or unreadable. */
  readonly replaced?: boolean;
}

export interface ReportGame {
  readonly title: string;
  /** `"X wins in 41 moves; 3 of its 21 answers were replaced."` */
  readonly result: string;
  readonly frames: readonly ReportFrame[];
}

/** Games as boards to step through; without scripts, as strips of boards. */
export function gamesSection(games: readonly ReportGame[]): Html {
  return html`<div class="games">${games.map(
    ({
      title,
      result,
      frames,
    }) => html`<article class="card game" data-game><header><h3>${title}</h3><p>${result}</p></header>
<ol class="frames">${frames.map(
      ({ imagePng, caption, replaced = false }, index) =>
        html`<li><figure>${picture(imagePng, `${title}, board ${index}`)}<figcaption><span class="ply">${index}</span> ${caption}${
          replaced && html` <span class="chip bad">replaced</span>`
        }</figcaption></figure></li>`,
    )}</ol>
<div class="controls" hidden><button type="button" data-step="-1" aria-label="Previous board">◀</button><input type="range" min="0" max="${frames.length - 1}" value="0" aria-label="Board of ${title}"><button type="button" data-step="1" aria-label="Next board">▶</button><button type="button" data-play aria-label="Play">play</button></div></article>`,
  )}</div>`;
}
