import type { Case, Rival } from "../case.js";
import { prepare } from "./prepare.js";
import type { TrainWork } from "./work.js";

const TOKENS = 256;
const NEW_TOKENS = 64;

type Wanted = Omit<Case, "items" | "unit" | "settings" | "prepare" | "open">;

function onModel(checkpoint: "small" | "tiny", task: TrainWork["task"], rows: number, wanted: Wanted): Case {
  const work: TrainWork = {
    ...{ task, checkpoint, rows, newTokens: NEW_TOKENS },
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

/** Losses are near log V; bfloat16 keeps 8 bits of what they are sums of. */
const inBothTypes = (name: string): readonly Rival[] => [
  { name: `${name} (float32)`, tolerance: 1e-3 },
  { name: `${name} (bfloat16)`, tolerance: 0.1 },
];

function lora(checkpoint: "small" | "tiny"): Case {
  return onModel(checkpoint, "lora", 8, {
    name: `${checkpoint}-lora`,
    about: `a LoRA step of the ${checkpoint} model, 8 × 256 tokens, a picture each`,
    goal: 4,
    peakShareLimit: 0.6,
    rivals: inBothTypes("transformers + PEFT"),
  });
}

const qlora: Case = onModel("small", "qlora", 8, {
  name: "small-qlora",
  about: "the same with the frozen weights in nested NF4",
  goal: 4,
  peakShareLimit: 0.5,
  // What is multiplied is rounded to bfloat16 on the way there.
  rivals: inBothTypes("transformers + PEFT + bitsandbytes").map((rival) => ({ ...rival, tolerance: 0.1 })),
});

function generate(rows: number, goal: number): Case {
  return onModel("small", "generate", rows, {
    name: `small-generate-${rows}`,
    about: `${NEW_TOKENS} tokens after 256 and a picture, ${rows} at a time`,
    goal,
    rivals: [{ name: "transformers (float32)" }],
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
  ...[lora("tiny"), backends, lora("small"), qlora],
  ...[generate(1, 2), generate(16, 3)],
];
