import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { openSafetensors, type Safetensors, type Source } from "@vlm/safetensors";
import { fileSource } from "@vlm/safetensors/node";
import type { ResolvedLoraConfig } from "../config.js";
import { parseAdapterConfig } from "../peft-config.js";
import { CONFIG, WEIGHTS } from "./files.js";

/** An adapter folder whose weights wait to be read. */
export interface OpenAdapter {
  readonly config: ResolvedLoraConfig;
  readonly weights: Safetensors;
  /** The file of the weights; closing it closes both. */
  readonly source: Required<Source>;
}

/** Opens a folder as PEFT writes it. @throws Error for one without the two files, and for a feature that is not supported. */
export async function openAdapter(folder: string): Promise<OpenAdapter> {
  const text = await readFile(join(folder, CONFIG), "utf8").catch((cause) => missing(folder, CONFIG, cause));
  const config = parseAdapterConfig(text, join(folder, CONFIG));
  const source = await fileSource(join(folder, WEIGHTS)).catch((cause) => missing(folder, WEIGHTS, cause));
  try {
    return { config, weights: await openSafetensors(source), source };
  } catch (error) {
    await source.close();
    throw error;
  }
}

function missing(folder: string, file: string, cause: unknown): never {
  throw new Error(
    `lora.loadAdapter: ${folder} has no readable ${file}; expected an adapter folder as PEFT writes it. Check the path.`,
    { cause },
  );
}
