import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { mergeCheckpoint } from "@vlm/lora/node";
import { architectureOf } from "@vlm/models";
import { useBackend } from "@vlm/ops";
import { fourBit } from "@vlm/quant-cuda";
import { z } from "zod";
import { type Command, command } from "../command.js";
import { backendOption } from "../model-options.js";
import { type Progress, progress } from "../progress.js";

const schema = z.object({
  model_name_or_path: z.string().describe("folder of the checkpoint, in the layout of the Hub"),
  adapter_name_or_path: z.string().describe("folder of the adapter, in PEFT's layout"),
  output_dir: z.string().describe("new folder of the merged checkpoint"),
  backend: backendOption,
});

/** An adapter goes into the weights it was trained on. */
export const merge: Command = command({
  schema,
  async run({ model_name_or_path: base, adapter_name_or_path: adapter, output_dir: output, backend }, context) {
    const { print, progress: stream, signal } = context;
    const config: unknown = JSON.parse(await readFile(join(base, "config.json"), "utf8"));
    const { rename } = architectureOf(config, base);
    await useBackend(backend ?? undefined);
    let line: Progress | undefined;
    try {
      const { changed, tensors, shards, warnings } = await mergeCheckpoint(base, adapter, output, {
        rename,
        unpacking: fourBit(),
        onProgress(done, total) {
          line ??= progress("merge", total, { stream, unit: "tensor" });
          line.update(done);
          signal.throwIfAborted();
        },
      });
      line?.finish();
      for (const warning of warnings) stream.write(`${warning}\n`);
      print(`${output}: ${changed} of ${tensors} tensors changed, in ${shards} file${shards === 1 ? "" : "s"}.`);
      print(`Next: vlm play --model_name_or_path ${output}`);
    } finally {
      line?.finish();
    }
  },
});
