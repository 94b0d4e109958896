import type { Case, Compute, Rival } from "../case.js";
import { prepare } from "./prepare.js";
import type { TrainWork } from "./work.js";

const TOKENS = 256;
const NEW_TOKENS = 64;

type Wanted = Omit<Case, "items" | "unit" | "settings" | "prepare" | "open">;

function onModel(checkpoint: "small" | "tiny", task: TrainWork["task"], rows: number, wanted: Wanted): Case {
  const { compute = "float32" } = wanted;
  const work: TrainWork = {
    ...{ compute, task, checkpoint, rows, newTokens: NEW_TOKENS },
    adapter: `${checkpoint}-adapter`,
    batch: `${checkpoint}-${rows}.safetensors`,
  };
  return {
    cores: "all",
    warmUpCalls: 1,
    turnSeconds: 1,
    ...wanted,
    items: rows * (task === "generate" ? NEW_TOKENS : TOKENS),
    unit: "token",
    settings: { ...work },
    prepare: (context) => prepare(context, work),
  };
}

const nameOf = (name: string, compute: Compute): string => (compute === "float32" ? name : `${name}-${compute}`);

/** Losses are near log V; bfloat16 keeps 8 bits of what they are sums of. */
function inBothTypes(name: string, ours: Compute): readonly Rival[] {
  return (["float32", "bfloat16"] as const).map((type) => ({
    name: `${name} (${type})`,
    tolerance: type === "float32" && ours === "float32" ? 1e-3 : 0.1,
  }));
}

function lora(checkpoint: "small" | "tiny", compute: Compute): Case {
  return onModel(checkpoint, "lora", 8, {
    name: nameOf(`${checkpoint}-lora`, compute),
    about: `a LoRA step of the ${checkpoint} model in ${compute}, 8 × 256 tokens, a picture each`,
    compute,
    goal: 4,
    peakShareLimit: 0.6,
    rivals: inBothTypes("transformers + PEFT", compute),
  });
}

function qlora(compute: Compute): Case {
  return onModel("small", "qlora", 8, {
    name: nameOf("small-qlora", compute),
    about: `a LoRA step of the small model over nested NF4 in ${compute}, 8 × 256 tokens, a picture each`,
    compute,
    goal: 4,
    peakShareLimit: 0.5,
    rivals: inBothTypes("transformers + PEFT + bitsandbytes", compute),
  });
}

/** In the type that the rival computes in, too; in bfloat16 near ties fall either way, so only the count is compared. */
function generate(rows: number, goal: number, compute: Compute): Case {
  return onModel("small", "generate", rows, {
    name: nameOf(`small-generate-${rows}`, compute),
    about: `${NEW_TOKENS} tokens after 256 and a picture in ${compute}, ${rows} at a time`,
    ...{ compute, goal },
    rivals: [{ name: `transformers (${compute})` }],
  });
}

/** The same code of ours on other backends. */
const backends: Case = onModel("tiny", "lora", 2, {
  name: "tiny-lora-backends",
  about: "a LoRA step of the tiny model, 2 × 256 tokens, by backend",
  rivals: [
    { name: "wasm", by: "us", backend: "wasm", goal: 8, tolerance: 1e-3 },
    { name: "tfjs-node", by: "us", backend: "tensorflow", goal: 2, tolerance: 1e-3 },
  ],
});

export const cases: readonly Case[] = [
  backends,
  ...(["float32", "bfloat16"] as const).flatMap((compute) => [
    ...[lora("tiny", compute), lora("small", compute), qlora(compute)],
    ...[generate(1, 2, compute), generate(16, 3, compute)],
  ]),
];
