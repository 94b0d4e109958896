import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Context } from "../case.js";
import { conversations } from "./conversations.js";
import { picture, positions } from "./positions.js";

/** PNG pictures `0.png` and on, and `conversations.json`: one about each. */
export interface Samples {
  readonly folder: string;
  readonly count: number;
}

const made = new WeakMap<Context, Map<number, Promise<Samples>>>();

/** Samples with pictures of `size` pixels a side, made once. */
export function samples(context: Context, size: number): Promise<Samples> {
  const bySize = made.get(context) ?? new Map<number, Promise<Samples>>();
  made.set(context, bySize);
  const known = bySize.get(size) ?? makeSamples(context, size, 192);
  bySize.set(size, known);
  return known;
}

async function makeSamples(context: Context, size: number, count: number): Promise<Samples> {
  const folder = join(context.folder, `samples-${size}`);
  await mkdir(folder);
  const rows = positions(context, 4 * count);
  await writeFile(join(folder, "conversations.json"), JSON.stringify(conversations(rows, count)));
  const line = context.progress(`pictures of ${size} px`, count);
  for (let index = 0; index < count; index++) {
    await writeFile(join(folder, `${index}.png`), await picture(rows[index]!, index, size));
    line.update(index + 1);
  }
  line.finish();
  return { folder, count };
}
