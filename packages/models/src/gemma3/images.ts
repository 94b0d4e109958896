import type * as tf from "@tensorflow/tfjs-core";
import { type Runs, runsOf } from "@vlm/ops";
import type { Batch } from "@vlm/types";
import type { Tokens } from "../batch/tokens.js";
import type { Projector } from "./projector.js";
import type { SiglipTower } from "./siglip-tower.js";
import type { Gemma3Config } from "./vision-config.js";

/** A batch's images, found to fit its tokens. */
export interface SeenImages {
  /** Tokens that are not images', and those that are: indices among the N. */
  readonly textRows: Int32Array;
  readonly imageRows: Int32Array;
  /** Image tokens that follow each other, counted from each sample's first token. */
  readonly blocks: readonly Runs[];
  /** [M, D], one row for each image token. */
  features(): tf.Tensor;
}

export interface ImageReader {
  /** Null for a batch without images. */
  read(batch: Batch, tokens: Tokens): SeenImages | null;
  dispose(): void;
}

/** What a model without vision does with images. */
export const NO_IMAGES: ImageReader = {
  read({ pixelValues }) {
    if (!pixelValues) return null;
    throw new Error(
      `models.batch: pixelValues has shape [${pixelValues.shape}] for a model without vision; expected text alone. Leave the images out.`,
    );
  },
  dispose() {},
};

/** Images of one size, each worth as many tokens. */
export class GemmaImages implements ImageReader {
  readonly #config: Gemma3Config;
  readonly #tower: SiglipTower;
  readonly #projector: Projector;

  constructor(config: Gemma3Config, tower: SiglipTower, projector: Projector) {
    this.#config = config;
    this.#tower = tower;
    this.#projector = projector;
  }

  read(batch: Batch, { ids, lengths }: Tokens): SeenImages | null {
    const { imageToken } = this.#config;
    const all = Int32Array.from(ids.keys());
    const imageRows = all.filter((i) => ids[i] === imageToken);
    const pixels = this.#pixels(batch, imageRows.length);
    if (!pixels) return null;
    return {
      imageRows,
      textRows: all.filter((i) => ids[i] !== imageToken),
      blocks: this.#blocks(batch, ids, lengths),
      features: () => this.#projector.apply(this.#tower.apply(pixels)),
    };
  }

  dispose(): void {
    this.#tower.dispose();
  }

  #pixels({ pixelValues }: Batch, placeholders: number): Float32Array | null {
    const { imageTokens, imageToken, vision } = this.#config;
    const images = pixelValues?.shape[0] ?? 0;
    if (images * imageTokens !== placeholders) {
      throw new Error(
        `models.batch: ${placeholders} image tokens (${imageToken}) for ${images} images of ${imageTokens}; expected ${images * imageTokens}. Do not cut samples inside an image.`,
      );
    }
    const expected = [images, ...vision.imageShape];
    if (pixelValues && pixelValues.shape.join() !== expected.join()) {
      throw new Error(
        `models.batch: pixelValues has shape [${pixelValues.shape}]; expected [${expected}]. Use the image processor of this checkpoint.`,
      );
    }
    return images > 0 ? pixelValues!.data : null;
  }

  #blocks(batch: Batch, ids: Int32Array, lengths: readonly number[]): Runs[] {
    const { imageToken, imageTokens } = this.#config;
    let start = 0;
    return lengths.map((length, sample) => {
      const own = ids.subarray(start, start + length);
      start += length;
      const blocks = runsOf(Array.from(own.keys()).filter((i) => own[i] === imageToken));
      const cut = blocks.findIndex((count, i) => i % 2 === 1 && count % imageTokens !== 0);
      if (cut >= 0) {
        throw new Error(
          `models.batch: sample ${JSON.stringify(batch.ids[sample])} has ${blocks[cut]} image tokens (${imageToken}) in a row; expected ${imageTokens} for each image. Do not cut samples inside an image.`,
        );
      }
      return blocks;
    });
  }
}
