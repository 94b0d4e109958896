import { join } from "node:path";
import type { TensorData } from "@vlm/safetensors";
import { writeSafetensors, writeText, writeWholeFolder } from "@vlm/safetensors/node";
import type { LoraAdapter } from "../adapter.js";
import { adapterConfig } from "../peft-config.js";
import { CARD, CONFIG, WEIGHTS } from "./files.js";
import { modelCard } from "./model-card.js";

/**
 * Writes an adapter as PEFT's `save_pretrained` does: `adapter_config.json`, `adapter_model.safetensors` and a model
 * card. The folder appears whole; an earlier adapter there is replaced.
 *
 * @throws Error for a folder that holds other files.
 */
export async function saveAdapter(
  folder: string,
  adapter: LoraAdapter,
  { baseModel }: { baseModel: string },
): Promise<void> {
  await writeWholeFolder(
    folder,
    { caller: "lora.saveAdapter", replaceable: [CONFIG, WEIGHTS, CARD] },
    async (temporary) => {
      const tensors: [string, TensorData][] = [];
      for (const [name, parameter] of adapter.parameters) {
        tensors.push([name, { dtype: "F32", shape: parameter.shape, data: await parameter.data<"float32">() }]);
      }
      const named = new Map(tensors);
      for (const [alias, name] of adapter.aliases) tensors.push([alias, named.get(name)!]);
      await writeSafetensors(join(temporary, WEIGHTS), tensors, { format: "pt" });
      await writeText(join(temporary, CARD), modelCard(adapter, { baseModel }));
      await writeText(join(temporary, CONFIG), adapterConfig(adapter, { baseModel }));
    },
  );
}
