import { execFile } from "node:child_process";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
// The built package: threads run no TypeScript.
import { type MakeGamesOptions, makeGames } from "@vlm/mcts/node";
import { describe, expect, it, vi } from "vitest";

const fixture = (name: string): URL => new URL(`../../fixtures/node/${name}`, import.meta.url);

interface Made {
  readonly game: number;
}

function make(options: Partial<MakeGamesOptions> = {}, module = "games.js"): AsyncGenerator<Made> {
  return makeGames<Made>(fixture(module), { games: 8, workers: 2, data: {}, ...options });
}

async function numbers(games: AsyncIterable<Made>): Promise<number[]> {
  const found: number[] = [];
  for await (const { game } of games) found.push(game);
  return found;
}

/** [opened, started, done] of the fixture's threads. */
const counting = (): Int32Array => new Int32Array(new SharedArrayBuffer(12));

describe("makeGames", () => {
  it.each([0, 1, 2, 4])(
    "gives every game once, in order, though later ones are done sooner (%i workers)",
    async (workers) => {
      const all = Array.from({ length: 12 }, (_, game) => game);
      expect(await numbers(make({ games: 12, workers, data: { delay: 12 } }))).toEqual(all);
      expect(await numbers(make({ games: 12, from: 5, workers }))).toEqual(all.slice(5));
      expect(await numbers(make({ games: 5, from: 5, workers }))).toEqual([]);
    },
  );

  it("opens the module once in every thread", async () => {
    const counts = counting();
    await numbers(make({ games: 40, data: { counts } }));
    expect([...counts]).toEqual([2, 40, 40]);
  });

  it("holds no more games than it may while the consumer is slow", async () => {
    const counts = counting();
    const games = make({ games: 1000, ahead: 5, data: { counts } });
    await pause(50);
    expect(counts[1]).toBe(0);
    for (let game = 0; game < 3; game++) {
      await games.next();
      // Those given, and those ahead.
      await vi.waitFor(() => expect(counts[2]).toBe(game + 5), 10_000);
      await pause(50);
      expect(counts[1]).toBe(game + 5);
    }
    await games.return(undefined);
  });

  it("ends its threads at a break", async () => {
    const counts = counting();
    for await (const { game } of make({ games: 1000, data: { counts, delay: 5 } })) if (game === 3) break;
    const started = counts[1];
    await pause(50);
    expect(counts[1]).toBe(started);
    expect(started).toBeLessThan(20);
  });

  it.each([0, 2])("ends when the signal aborts, and says why (%i workers)", async (workers) => {
    const controller = new AbortController();
    const games = make({ games: 1000, workers, data: { delay: 30 }, signal: controller.signal });
    await games.next();
    controller.abort(new Error("the user left"));
    await expect(games.next()).rejects.toThrow("the user left");
    expect(await games.next()).toEqual({ value: undefined, done: true });
    await expect(make({ workers, signal: AbortSignal.abort(new Error("too late")) }).next()).rejects.toThrow(
      "too late",
    );
  });

  it("lets a program end that forgot to close it", async () => {
    const program = fileURLToPath(fixture("leave-open.js"));
    const { stdout } = await promisify(execFile)(process.execPath, [program], { timeout: 20_000 });
    expect(stdout.trim()).toBe("0 1");
  });

  it.each([0, 2])("says which game failed, at its turn, and keeps the cause (%i workers)", async (workers) => {
    const games = make({ workers, data: { acts: { 2: "throw" } } });
    expect([(await games.next()).value, (await games.next()).value]).toMatchObject([{ game: 0 }, { game: 1 }]);
    const error = await games.next().catch((reason: unknown) => reason);
    expect(error).toEqual(
      new Error(
        "mcts.makeGames: game 2 cannot be made: game 2 is bad; expected what the module makes of it. Make that game alone to look into it.",
      ),
    );
    expect((error as Error).cause).toBeInstanceOf(RangeError);
    expect(((error as Error).cause as Error).cause).toEqual(new Error("and why"));
  });

  it.each([0, 2])("refuses what cannot be copied (%i workers)", async (workers) => {
    await expect(numbers(make({ workers, data: { acts: { 1: "function" } } }))).rejects.toThrow(
      "mcts.makeGames: game 1 cannot be made: () => 1 could not be cloned.; expected",
    );
  });

  it("is clear when a thread dies", async () => {
    await expect(numbers(make({ workers: 1, data: { acts: { 1: "exit" } } }))).rejects.toThrow(
      `mcts.makeGames: a worker died while it made game 1: worker exited with code: 3; expected it to live until the last game. Look for process.exit and uncaught errors in ${fixture("games.js").href}.`,
    );
  });

  it.each([0, 2])("refuses a module that is none (%i workers)", async (workers) => {
    const none = fixture("no-default.js").href;
    await expect(make({ workers }, "no-default.js").next()).rejects.toThrow(
      `mcts.makeGames: ${none} exports nim, and as default undefined; expected a default export (data) => (game) => what is made of it. Add one.`,
    );
    await expect(make({ workers }, "missing.js").next()).rejects.toThrow(
      /^mcts\.makeGames: file:.+missing\.js cannot be imported: .+; expected a JavaScript module\. Build it, and pass new URL\("\.\/it\.js", import\.meta\.url\)\.$/s,
    );
    await expect(make({ workers, data: { opening: "nothing" } }).next()).rejects.toThrow(
      `mcts.makeGames: the default export of ${fixture("games.js").href} gave undefined; expected a function (game) => what is made of it. Return one.`,
    );
    await expect(make({ workers, data: { opening: "throw" } }).next()).rejects.toThrow("there is nothing to open");
  });

  it("throws at the call", () => {
    expect(() => make({ games: -1 })).toThrow("mcts.makeGames: games is -1; expected a whole number, at least 0.");
    expect(() => make({ from: 0.5 })).toThrow("mcts.makeGames: from is 0.5; expected a whole number, at least 0.");
    expect(() => make({ workers: -2 })).toThrow("mcts.makeGames: workers is -2; expected a whole number, at least 0.");
    expect(() => make({ ahead: 0 })).toThrow("mcts.makeGames: ahead is 0; expected a whole number, at least 1.");
    expect(() => make({ data: { open: () => 1 } })).toThrow(
      "mcts.makeGames: data cannot be sent to a thread: () => 1 could not be cloned.; expected what structuredClone takes. Pass paths and settings, and open them in the module.",
    );
  });
});
