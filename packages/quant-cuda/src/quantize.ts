import type * as tf from "@tensorflow/tfjs-core";
import type { LinearWeight } from "@vlm/ops";
import type { Linear } from "@vlm/types";
import { checkOptions, quantizeFourBit } from "./four-bit.js";
import type { QuantizationOptions } from "./quantization.js";
import { QuantizedWeight } from "./quantized-weight.js";
import { isSkipped } from "./skip-list.js";

/** A model whose linear layers take weights in other forms than dense ones. */
export interface Quantizable {
  readonly linears: readonly (Linear<tf.Tensor> & { hold(weight: LinearWeight): void })[];
}

/**
 * Packs the weights of a model's linear layers and hands the same model back. Dense weights are freed; adapters stay where
 * they are. A model whose weights cannot all be packed is left as it was.
 *
 * @throws when an option is not one of bitsandbytes', or a weight is not finite
 */
export async function quantize<M extends Quantizable>(
  model: M,
  { skip = ["lm_head"], ...options }: QuantizationOptions = {},
): Promise<M> {
  checkOptions(options);
  const chosen = model.linears.filter(({ path }) => !isSkipped(path, skip));
  const weights: QuantizedWeight[] = [];
  for (const linear of chosen) {
    const dense = linear.dense();
    try {
      const values = await dense.data<"float32">();
      weights.push(new QuantizedWeight(quantizeFourBit(values, [linear.outputs, linear.inputs], options)));
    } catch (cause) {
      throw new Error(
        `quant-cuda.quantize: ${linear.path} cannot be packed: ${(cause as Error).message} Or name it in skip.`,
        { cause },
      );
    } finally {
      dense.dispose();
    }
  }
  chosen.forEach((linear, i) => {
    linear.hold(weights[i]!);
  });
  return model;
}
