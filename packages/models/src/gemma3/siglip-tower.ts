import * as tf from "@tensorflow/tfjs-core";
import { segmentsOf } from "@vlm/ops";
import type { ModelParameter } from "../layers/model-parameter.js";
import { LayerNorm } from "../layers/norm.js";
import { ParameterMatrix } from "../layers/parameter-matrix.js";
import type { Parameters } from "../layers/parameters.js";
import { VISION } from "./names.js";
import { patchesOf } from "./patches.js";
import { SiglipLayer } from "./siglip-layer.js";
import type { SiglipConfig } from "./vision-config.js";

/** SigLIP's vision tower (arXiv 2303.15343): patches at learned positions, each image attending within itself. */
export class SiglipTower {
  readonly #config: SiglipConfig;
  readonly #patches: ParameterMatrix;
  readonly #patchBias: ModelParameter;
  readonly #positions: ModelParameter;
  readonly #layers: readonly SiglipLayer[];
  readonly #norm: LayerNorm;

  constructor(config: SiglipConfig, parameters: Parameters) {
    const embeddings = `${VISION}.embeddings`;
    this.#config = config;
    this.#patches = new ParameterMatrix(parameters.tensor(`${embeddings}.patch_embedding.weight`));
    this.#patchBias = parameters.tensor(`${embeddings}.patch_embedding.bias`);
    this.#positions = parameters.tensor(`${embeddings}.position_embedding.weight`);
    this.#layers = Array.from(
      { length: config.depth },
      (_, i) => new SiglipLayer(`${VISION}.encoder.layers.${i}`, config, parameters),
    );
    this.#norm = new LayerNorm(`${VISION}.post_layernorm`, config.normEpsilon, parameters);
    if (config.hasHead) holdHead(`${VISION}.head`, parameters);
  }

  /** [images, C, S, S] → [images × patches, D] */
  apply(pixels: Float32Array): tf.Tensor {
    const { imageShape, patchSize, hidden } = this.#config;
    const numbers = imageShape[0] * patchSize ** 2;
    const values = patchesOf(pixels, imageShape, patchSize);
    const patches = tf.tensor2d(values, [values.length / numbers, numbers]);
    const embedded = tf.add(this.#patches.apply(patches), this.#patchBias.value);
    const count = this.#positions.value.shape[0]!;
    const placed = tf.add(tf.reshape(embedded, [-1, count, hidden]), this.#positions.value);
    const images = segmentsOf(Array<number>(placed.shape[0]!).fill(count));
    const last = this.#layers.reduce<tf.Tensor>((x, layer) => layer.apply(x, images), tf.reshape(placed, [-1, hidden]));
    return this.#norm.apply(last);
  }

  dispose(): void {
    this.#patches.dispose();
  }
}

/** SigLIP's pooling head, which is not computed: only so that checkpoints and adapters that have it fit. */
function holdHead(path: string, parameters: Parameters): void {
  for (const name of ["probe", "attention.in_proj_weight", "attention.in_proj_bias"]) {
    parameters.tensor(`${path}.${name}`);
  }
  parameters.linear(`${path}.attention.out_proj`);
  for (const name of ["layernorm.weight", "layernorm.bias"]) parameters.tensor(`${path}.${name}`);
  for (const name of ["mlp.fc1", "mlp.fc2"]) parameters.linear(`${path}.${name}`);
}
