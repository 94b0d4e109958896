import { z } from "zod";

/** Options of every command that asks a model. */
export const modelOptions: {
  readonly model_name_or_path: z.ZodString;
  readonly adapter_name_or_path: z.ZodDefault<z.ZodNullable<z.ZodString>>;
  readonly backend: z.ZodDefault<z.ZodEnum<{ wasm: "wasm"; cpu: "cpu"; tensorflow: "tensorflow" }>>;
  readonly max_new_tokens: z.ZodDefault<z.ZodInt>;
} = {
  model_name_or_path: z.string().describe("folder of the checkpoint, in the layout of the Hub"),
  adapter_name_or_path: z.string().nullable().default(null).describe("folder of an adapter, in PEFT's layout"),
  backend: z.enum(["wasm", "cpu", "tensorflow"]).default("wasm").describe("of TensorFlow.js"),
  max_new_tokens: z.int().min(1).default(192).describe("of an answer"),
};
