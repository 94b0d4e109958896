import type { Batch } from "@vlm/types";
import type { Outputs } from "../case.js";

/** What transformers' processor makes too, under its names. */
export function batchOutputs({ inputIds, attentionMask, pixelValues, imageGrid }: Batch): Outputs {
  return {
    input_ids: inputIds.data,
    attention_mask: attentionMask.data,
    ...(pixelValues && { pixel_values: pixelValues.data }),
    ...(imageGrid && { image_grid_thw: imageGrid.data }),
  };
}
