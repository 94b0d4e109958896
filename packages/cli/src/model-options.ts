import { BACKENDS, type BackendName } from "@vlm/ops";
import { z } from "zod";

export const backendOption: z.ZodDefault<z.ZodNullable<z.ZodEnum<{ [name in BackendName]: name }>>> = z
  .enum(BACKENDS)
  .nullable()
  .default(null)
  .describe("of TensorFlow.js; null for vlm-cpu where it is built, and wasm elsewhere");

/** Options of every command that opens a checkpoint. */
export const checkpointOptions: {
  readonly model_name_or_path: z.ZodString;
  readonly revision: z.ZodDefault<z.ZodString>;
  readonly backend: typeof backendOption;
  readonly load_in_4bit: z.ZodDefault<z.ZodBoolean>;
  readonly load_in_8bit: z.ZodDefault<z.ZodBoolean>;
  readonly bnb_4bit_quant_type: z.ZodDefault<z.ZodEnum<{ nf4: "nf4"; fp4: "fp4" }>>;
  readonly bnb_4bit_use_double_quant: z.ZodDefault<z.ZodBoolean>;
} = {
  model_name_or_path: z.string().describe("folder of the checkpoint, or its name on the Hub, org/name"),
  revision: z.string().default("main").describe("branch, tag or commit on the Hub"),
  backend: backendOption,
  load_in_4bit: z.boolean().default(false).describe("hold the linear layers in 4 bits, as bitsandbytes does"),
  load_in_8bit: z.boolean().default(false).describe("hold them in 8 bits, with a scale a row"),
  bnb_4bit_quant_type: z.enum(["nf4", "fp4"]).default("nf4").describe("of those 4 bits"),
  bnb_4bit_use_double_quant: z.boolean().default(true).describe("hold their scales in 8 bits"),
};

/** Options of every command that asks a model. */
export const modelOptions: typeof checkpointOptions & {
  readonly adapter_name_or_path: z.ZodDefault<z.ZodNullable<z.ZodString>>;
  readonly max_new_tokens: z.ZodDefault<z.ZodInt>;
} = {
  ...checkpointOptions,
  adapter_name_or_path: z.string().nullable().default(null).describe("folder of an adapter, in PEFT's layout"),
  max_new_tokens: z.int().min(1).default(192).describe("of an answer"),
};
