/** Makes what is wanted of a game, of its number alone. What it gives is copied between threads: plain data. */
export type MakeGame<Made = unknown> = (game: number) => Made | Promise<Made>;

/** The default export of a module of games: opens what `data` names, once in every thread. */
export type PrepareGames<Data = unknown, Made = unknown> = (data: Data) => MakeGame<Made> | Promise<MakeGame<Made>>;

/** Imports the module at `href` and lets it open what it needs; what it throws then is thrown on. */
export async function prepare(href: string, data: unknown): Promise<MakeGame> {
  const { value, exported } = await importDefault("makeGames", href);
  if (typeof value !== "function") {
    throw new TypeError(
      `mcts.makeGames: ${href} exports ${exported}, and as default ${described(value)}; expected a default export (data) => (game) => what is made of it. Add one.`,
    );
  }
  const make: unknown = await value(data);
  if (typeof make === "function") return make as MakeGame;
  throw new TypeError(
    `mcts.makeGames: the default export of ${href} gave ${described(make)}; expected a function (game) => what is made of it. Return one.`,
  );
}

/** The default export of a module, and the names of all exports for errors. */
export async function importDefault(caller: string, href: string): Promise<{ value: unknown; exported: string }> {
  try {
    const module = (await import(href)) as Readonly<Record<string, unknown>>;
    return { value: module.default, exported: Object.keys(module).join(", ") || "nothing" };
  } catch (cause) {
    throw new Error(
      `mcts.${caller}: ${href} cannot be imported: ${messageOf(cause)}; expected a JavaScript module. Build it, and pass new URL("./it.js", import.meta.url).`,
      { cause },
    );
  }
}

export const described = (value: unknown): string => (value === null ? "null" : typeof value);

/** What an error says, whatever was thrown. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
