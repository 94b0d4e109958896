import type { LoraAdapter } from "../adapter.js";

/** The README.md of an adapter folder: the Hub's metadata, what the adapter is and how PEFT loads it. */
export function modelCard(
  { config, targets, parameterCount }: Pick<LoraAdapter, "config" | "targets" | "parameterCount">,
  { baseModel }: { baseModel: string },
): string {
  const scaling = config.useRslora ? `${config.loraAlpha} / √${config.r}` : `${config.loraAlpha} / ${config.r}`;
  return `---
base_model: ${JSON.stringify(baseModel)}
library_name: peft
pipeline_tag: image-text-to-text
tags:
- lora
- vlm
---

# LoRA adapter

Rank ${config.r}, scaling ${scaling}, ${parameterCount.toLocaleString("en-US")} parameters on ${targets.length} linear layers of \`${baseModel}\`.

\`\`\`python
from peft import PeftModel
from transformers import AutoModelForImageTextToText

base = AutoModelForImageTextToText.from_pretrained(${JSON.stringify(baseModel)})
model = PeftModel.from_pretrained(base, ".")
\`\`\`
`;
}
