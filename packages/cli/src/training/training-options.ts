import { trainingArguments } from "@vlm/trainer";
import { type ZodObject, type ZodType, z } from "zod";

const snakeCase = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** The trainer's arguments with its defaults, under Hugging Face's names. */
const training: Readonly<Record<string, ZodType>> = Object.fromEntries(
  Object.entries(trainingArguments({}))
    .filter(([name]) => name !== "outputDir")
    .map(([name, otherwise]) => [snakeCase(name), z.unknown().default(otherwise).describe("as in TrainingArguments")]),
);

/** A command's own options and those of `TrainingArguments`, whose values the trainer checks. */
export function withTrainingOptions(own: ZodObject): ZodObject {
  return own.extend(training).superRefine((options, { addIssue }) => {
    try {
      trainingArguments(trainingPart(options));
    } catch (error) {
      addIssue({ code: "custom", message: error instanceof Error ? error.message : String(error) });
    }
  });
}

/** The options that go to `trainingArguments`. */
export function trainingPart(options: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.keys(training).map((name) => [name, options[name]]));
}
