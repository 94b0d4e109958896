import type { Batch } from "@vlm/types";

/** Makes the batch of some rows. It must depend on rows and epoch alone. The arrays of its batch are moved away: make them anew. */
export type MakeBatch<Row = number> = (rows: readonly Row[], epoch: number) => Batch | Promise<Batch>;

/** The default export of a loader's module: opens what `data` names, once in every worker. */
export type Prepare<Data = unknown, Row = number> = (data: Data) => MakeBatch<Row> | Promise<MakeBatch<Row>>;

/** Imports the module at `href` and lets it open what it needs. */
export async function prepare(href: string, data: unknown): Promise<MakeBatch<unknown>> {
  const module = await importing(href);
  const { default: open } = module;
  if (typeof open !== "function") {
    throw new TypeError(
      `collator.openLoader: ${href} exports ${Object.keys(module).join(", ") || "nothing"}, and as default ${described(open)}; expected a default export (data) => (rows, epoch) => batch. Add one.`,
    );
  }
  const make: unknown = await opening(href, () => open(data));
  if (typeof make === "function") return make as MakeBatch<unknown>;
  throw new TypeError(
    `collator.openLoader: the default export of ${href} gave ${described(make)}; expected a function (rows, epoch) => batch. Return one.`,
  );
}

async function importing(href: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    return (await import(href)) as Readonly<Record<string, unknown>>;
  } catch (cause) {
    throw new Error(
      `collator.openLoader: ${href} cannot be imported: ${messageOf(cause)}; expected a JavaScript module. Build it, and pass new URL("./it.js", import.meta.url).`,
      { cause },
    );
  }
}

async function opening<T>(href: string, open: () => T): Promise<Awaited<T>> {
  try {
    return await open();
  } catch (cause) {
    throw new Error(
      `collator.openLoader: the default export of ${href} failed: ${messageOf(cause)}; expected it to open what data names. Check data.`,
      { cause },
    );
  }
}

const described = (value: unknown): string => (value === null ? "null" : typeof value);

/** What an error says, whatever was thrown. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
