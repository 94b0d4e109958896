import { decodeImage } from "@vlm/collator/node";
import type { UltimateState } from "@vlm/games";
import { drawUltimateTicTacToe } from "@vlm/render";
import { encodePng } from "@vlm/render/node";
import type { Image } from "@vlm/types";
import type { Outputs, Work } from "../case.js";
import { readBoards, THEME } from "./boards.js";
import type { PictureWork } from "./work.js";

export async function pictureWork(folder: string, { task, size, boards }: PictureWork): Promise<Work> {
  const states = await readBoards(folder);
  const shown = (call: number): readonly UltimateState[] => {
    const first = (boards * call) % states.length;
    return states.slice(first, first + boards);
  };
  const draw = (state: UltimateState): Image => drawUltimateTicTacToe(state, { size, theme: THEME });
  if (task === "draw") {
    return {
      run(call) {
        for (const state of shown(call)) draw(state);
      },
      output: (call) => pixels(shown(call).map(draw)),
    };
  }
  const run = (call: number): Promise<readonly Uint8Array[]> =>
    Promise.all(shown(call).map((state) => encodePng(draw(state))));
  return { run, output: async (call) => pixels(await Promise.all((await run(call)).map((png) => decodeImage(png)))) };
}

/** Without alpha, as numbers that may differ by a rounding. */
function pixels(images: readonly Image[]): Outputs {
  const made = new Float32Array(images.reduce((sum, { width, height }) => sum + 3 * width * height, 0));
  let at = 0;
  for (const { data } of images) {
    for (let index = 0; index < data.length; index++) if (index % 4 !== 3) made[at++] = data[index]!;
  }
  return { pixels: made };
}
