import type { ZodObject, z } from "zod";
import type { ProgressStream } from "./progress.js";

/** What a command has of the outside. */
export interface Context {
  /** Results, a line or more at a time. */
  readonly print: (text: string) => void;
  /** Progress lines and notes. */
  readonly progress: ProgressStream;
  /** The user wants to stop: finish the step, save, and throw the signal's reason. */
  readonly signal: AbortSignal;
}

/** A command by what is said of it before it is asked for. */
export interface CommandEntry {
  readonly name: string;
  readonly description: string;
  /** Imports the command and what it stands on: tensors, pictures, search. */
  load(): Promise<Command>;
}

/** One step of the ring: its options and what it does with them. */
export interface Command<Options = Readonly<Record<string, unknown>>> {
  /** Names as on the command line and in YAML files, Hugging Face's where it has one, with defaults and descriptions. */
  readonly schema: ZodObject;
  run(options: Options, context: Context): Promise<void>;
}

/** Gives `run` the options as its schema has them. */
export function command<Schema extends ZodObject>(
  parts: Command<z.output<Schema>> & { readonly schema: Schema },
): Command {
  return parts as Command;
}
