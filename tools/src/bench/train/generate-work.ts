import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { load } from "@vlm/models/node";
import type { Work } from "../case.js";
import { readBatch } from "./batch.js";
import type { TrainWork } from "./work.js";

/** The likeliest tokens after every row of the batch. */
export async function generateWork(
  folder: string,
  { checkpoint, batch, compute, newTokens: maxNewTokens }: TrainWork,
): Promise<Work> {
  const path = join(folder, checkpoint);
  const config = JSON.parse(await readFile(join(path, "config.json"), "utf8"));
  const prompts = await readBatch(join(folder, batch), config);
  const model = await load(path);
  const answer = (): Promise<number[][]> => model.generate(prompts, { maxNewTokens });
  const tokens = async (): Promise<Int32Array> => Int32Array.from((await answer()).flat());
  return {
    run: answer,
    output: async () => ({ tokens: compute === "float32" ? await tokens() : Int32Array.of((await tokens()).length) }),
  };
}
