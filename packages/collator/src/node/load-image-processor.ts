import { createImageProcessor, type ImageProcessor } from "../image-processor.js";
import { readConfig } from "./read-config.js";

/** The image processor of a checkpoint folder, from preprocessor_config.json or processor_config.json. */
export async function loadImageProcessor(folder: string): Promise<ImageProcessor> {
  const config =
    (await readConfig(folder, "preprocessor_config.json")) ?? (await readConfig(folder, "processor_config.json"));
  if (config) return createImageProcessor(config);
  throw new Error(
    `collator.loadImageProcessor: ${folder} has neither preprocessor_config.json nor processor_config.json; expected one. Copy it from the checkpoint.`,
  );
}
