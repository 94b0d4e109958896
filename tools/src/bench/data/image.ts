import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { decodeImage, loadImageProcessor } from "@vlm/collator/node";
import { drawUltimateTicTacToe } from "@vlm/render";
import { encodePng } from "@vlm/render/node";
import { stateOf } from "@vlm/tasks";
import type { Image } from "@vlm/types";
import type { Case } from "../case.js";
import { checkpoint } from "./checkpoint.js";
import { picture, positions } from "./positions.js";

const pool = 64;
const perCall = 8;

/** PNG bytes to pixels, pictures `size` pixels a side. */
export function decode(size: number): Case {
  const name = `decode-${size}`;
  return {
    name,
    about: `${perCall} PNG pictures of ${size} px to pixels (RGBA for us, RGB for Pillow)`,
    items: perCall,
    unit: "picture",
    rivals: [{ name: "Pillow" }],
    async open(context) {
      const rows = positions(context, 4 * pool);
      const pictures: Uint8Array[] = [];
      await mkdir(join(context.folder, name));
      for (let index = 0; index < pool; index++) {
        pictures.push(await picture(rows[index]!, index, size));
        await writeFile(join(context.folder, name, `${index}.png`), pictures[index]!);
      }
      const run = (call: number): Promise<readonly Image[]> => {
        const first = (perCall * call) % pool;
        return Promise.all(pictures.slice(first, first + perCall).map((png) => decodeImage(png)));
      };
      return {
        run,
        async output(call) {
          const images = await run(call);
          return { pixels: Int32Array.from(images.flatMap(colors)) };
        },
      };
    },
  };
}

/** Without alpha. */
function colors({ data }: Image): number[] {
  return [...data].filter((_, index) => index % 4 !== 3);
}

const photo = { width: 640, height: 480 };

/** One decoded picture to patches, by way of another size. */
export const imageProcessor: Case = {
  name: "resize-640x480",
  about: "one picture of 640×480 pixels resized to 576×416, normalised and cut into patches",
  items: 1,
  unit: "picture",
  rivals: [
    { name: "transformers (PIL)" },
    // It resizes with arithmetic of its own: up to one level of 255 off.
    { name: "transformers (torchvision)", tolerance: 0.0079 },
  ],
  async open(context) {
    const folder = await checkpoint(context);
    const [shown] = positions(context, 1);
    const { data } = drawUltimateTicTacToe(stateOf(shown!), { size: photo.width });
    const image: Image = { ...photo, data: data.slice(0, 4 * photo.width * photo.height) };
    await writeFile(join(context.folder, "resize-640x480.png"), await encodePng(image));
    const processor = await loadImageProcessor(folder);
    return {
      // A new object, for what was made of a picture is remembered.
      run: () => processor.process({ ...image }),
      output() {
        const { pixelValues, grid } = processor.process({ ...image });
        return { pixel_values: pixelValues, image_grid_thw: Int32Array.from(grid!) };
      },
    };
  },
};
