import { createImageProcessor, type ImageProcessor } from "../image-processor.js";
import { readConfig } from "./read-config.js";

/**
 * The image processor of a checkpoint folder, from processor_config.json where that holds an `image_processor`, as
 * transformers 5 saves it, and else from preprocessor_config.json.
 */
export async function loadImageProcessor(folder: string): Promise<ImageProcessor> {
  const [processor, own] = await Promise.all([
    readConfig(folder, "processor_config.json"),
    readConfig(folder, "preprocessor_config.json"),
  ]);
  const images = processor?.image_processor ?? own;
  if (images !== undefined) return createImageProcessor({ ...processor, image_processor: images });
  throw new Error(
    `collator.loadImageProcessor: ${folder} has neither preprocessor_config.json nor an image_processor in processor_config.json; expected one. Copy it from the checkpoint.`,
  );
}
