import { decodeImage } from "@vlm/collator/node";
import { encodePng } from "@vlm/render/node";
import type { Image } from "@vlm/types";
import type { Outputs, Work } from "../case.js";
import { readBoards } from "./boards.js";
import type { PictureWork } from "./work.js";

export async function pictureWork(folder: string, work: PictureWork): Promise<Work> {
  const drawings = await readBoards(folder, work);
  const draw = (call: number): Image[] => {
    const first = (work.boards * call) % drawings.length;
    return drawings.slice(first, first + work.boards).map((drawing) => drawing());
  };
  if (work.task === "draw") return { run: draw, output: (call) => pixels(draw(call)) };
  const run = (call: number): Promise<readonly Uint8Array[]> =>
    Promise.all(draw(call).map((image) => encodePng(image)));
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
