import { httpFolder } from "@vlm/safetensors";
import { type PageBackend, startBackend } from "../page/backend.js";
import { openCheckpoint } from "../page/checkpoint.js";
import * as testing from "./answers.js";
import { ring as ringOf } from "./ring.js";

const folder = httpFolder("./checkpoint/");

/** What the tests call in the page. */
export const ring = async (): Promise<Readonly<Record<string, unknown>>> => {
  await startBackend("wasm");
  return ringOf(folder);
};

/** Null where this browser lacks the backend. */
export const answers = async (backend: PageBackend, options?: testing.AnswersOptions): Promise<number[][] | null> => {
  if (!(await startBackend(backend))) return null;
  const checkpoint = await openCheckpoint(folder);
  const found = await testing.answers(checkpoint, options);
  checkpoint.model.dispose();
  return found;
};

export const leaked = async (count: number): Promise<number> => {
  await startBackend("wasm");
  return testing.leaked(await openCheckpoint(folder), count);
};
