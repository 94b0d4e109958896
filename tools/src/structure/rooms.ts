/** One package of the family: what it does and which other packages its shipped code may import. */
export interface Room {
  readonly name: string;
  readonly does: string;
  /** Besides `types`, which every room may import. */
  readonly mayImport: "everything" | readonly string[];
  /** Those of `mayImport` that may be imported as types only. */
  readonly asTypes?: readonly string[];
  /** Whether everything outside `./node` runs in a browser. */
  readonly browser: boolean;
}

/** The rooms in the order of the ring. The table in docs/architecture.md is made from this one. */
export const rooms: readonly Room[] = [
  { name: "types", does: "the nouns that cross borders; nothing that runs", mayImport: [], browser: true },
  { name: "games", does: "rules of the games", mayImport: [], browser: true },
  { name: "mcts", does: "tree search: the teacher", mayImport: [], browser: true },
  {
    name: "render",
    does: "a position as pixels or PNG",
    mayImport: ["games"],
    asTypes: ["games"],
    browser: true,
  },
  {
    name: "tasks",
    does: "questions about a position, their true answers, parsers and scores",
    mayImport: ["games", "mcts"],
    asTypes: ["mcts"],
    browser: true,
  },
  {
    name: "dataset",
    does: "rows and conversations as Parquet, JSON or Arrow in the layout of 🤗 datasets",
    mayImport: [],
    browser: true,
  },
  {
    name: "chat-template",
    does: "messages to text to token ids, and which of them the assistant wrote",
    mayImport: [],
    browser: true,
  },
  {
    name: "collator",
    does: "samples to one batch, packed or padded; pictures to patches; a loader that works ahead",
    mayImport: [],
    browser: true,
  },
  { name: "safetensors", does: "tensors in files, read by ranges and written whole", mayImport: [], browser: true },
  { name: "ops", does: "operators with gradients, and the backends they run on", mayImport: [], browser: true },
  {
    name: "quant-cuda",
    does: "weights in 4 bits: codec, bitsandbytes files, quantized linear layers",
    mayImport: ["ops", "safetensors"],
    browser: true,
  },
  {
    name: "models",
    does: "vision-language models: loading, forward pass, generation",
    mayImport: ["ops", "safetensors"],
    browser: true,
  },
  {
    name: "lora",
    does: "adapters: attach, save, load, merge",
    mayImport: ["ops", "safetensors"],
    browser: true,
  },
  {
    name: "trainer",
    does: "the training loop, optimizers, schedules, checkpoints",
    mayImport: ["ops", "safetensors"],
    browser: false,
  },
  { name: "eval", does: "answers scored, intervals, matches, reports", mayImport: [], browser: true },
  { name: "cli", does: "`vlm`: one command for each step", mayImport: "everything", browser: false },
];
