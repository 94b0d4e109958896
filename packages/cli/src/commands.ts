import type { CommandEntry } from "./command.js";

/** In the order of the ring. Each is imported when it is asked for. */
export const commands: readonly CommandEntry[] = [
  {
    name: "datagen",
    description: "Play games by search and write the positions as a dataset.",
    load: async () => (await import("./commands/datagen.js")).datagen,
  },
  {
    name: "convert",
    description: "Convert conversations between forms (messages, LLaVA, ...) and formats (Parquet, JSON, ...).",
    load: async () => (await import("./commands/convert.js")).convert,
  },
  {
    name: "inspect",
    description: "Show what a dataset holds: columns, lengths, picture sizes, and rows as one HTML page.",
    load: async () => (await import("./commands/inspect.js")).inspect,
  },
  {
    name: "train",
    description: "Fine-tune an adapter of a checkpoint on a dataset.",
    load: async () => (await import("./commands/train.js")).train,
  },
  {
    name: "merge",
    description: "Merge an adapter into its checkpoint, in a new folder.",
    load: async () => (await import("./commands/merge.js")).merge,
  },
  {
    name: "eval",
    description: "Ask a model about held-out positions and print its accuracies beside controls.",
    load: async () => (await import("./commands/eval.js")).evaluateModel,
  },
  {
    name: "play",
    description: "Let a model play one game and print it as boards.",
    load: async () => (await import("./commands/play.js")).play,
  },
  {
    name: "doctor",
    description: "Print the versions and the backends that this machine has.",
    load: async () => (await import("./commands/doctor.js")).doctor,
  },
];
