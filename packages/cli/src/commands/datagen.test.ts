import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { readDataset } from "@vlm/dataset/node";
import type { TicTacToeRow } from "@vlm/tasks";
import { afterAll, expect, test } from "vitest";
import { commands } from "../commands.js";
import { vlm } from "../vlm.js";

const folder = mkdtempSync(join(tmpdir(), "vlm-datagen-"));
afterAll(() => rmSync(folder, { recursive: true }));

interface Ran {
  readonly code: number;
  readonly printed: string;
  readonly complaint: string;
}

async function datagen(
  name: string,
  argv: readonly string[],
  { signal = new AbortController().signal, isTTY = false, write = (_: string): void => {} } = {},
): Promise<Ran> {
  let printed = "";
  let complaint = "";
  const code = await vlm(["datagen", "--output_dir", join(folder, name), ...argv], commands, {
    print: (text) => {
      printed += `${text}\n`;
    },
    progress: {
      isTTY,
      write(text) {
        complaint += text;
        write(text);
      },
    },
    signal,
  });
  return { code, printed, complaint };
}

const small = ["--simulations", "5", "--image-size", "90"];
const quick = ["--game", "tic_tac_toe", "--simulations", "20", "--image-size", "72", "--epsilon", "0.1"];

/** Every file below a folder with the hash of its bytes. */
function bytesOf(name: string): Readonly<Record<string, string>> {
  const files = readdirSync(join(folder, name), { recursive: true, withFileTypes: true }).filter((each) =>
    each.isFile(),
  );
  const paths = files.map(({ parentPath, name: file }) => join(parentPath, file)).sort();
  const hash = (path: string): string => createHash("sha256").update(readFileSync(path)).digest("hex");
  return Object.fromEntries(paths.map((path) => [path.slice(join(folder, name).length), hash(path)]));
}

const unfinished = (name: string): string => join(folder, `.unfinished-${name}`);

test("writes a dataset of self-play, split by game", async () => {
  const { code, printed, complaint } = await datagen("a", [...small, "--num-games", "3", "--eval-fraction", "0.5"]);
  expect(complaint).toMatch(/(^|\n)self-play 100%\|█+\| 3\/3 .* positions=\d+ positions\/s=[\d.]+\n$/);
  expect(code).toBe(0);
  const dataset = await readDataset(join(folder, "a"));
  expect(dataset.splits).toEqual(["train", "eval"]);
  expect(printed).toContain(`${dataset.length("train")} training and ${dataset.length("eval")} evaluation positions`);
  expect(existsSync(unfinished("a"))).toBe(false);

  const games: Record<string, Set<unknown>> = {};
  const angles = new Set<unknown>();
  for (const split of dataset.splits)
    for await (const row of dataset.rows(split)) {
      games[split] = (games[split] ?? new Set()).add(row.game);
      angles.add(row.rotation_angle);
      expect(row.chain_of_thought).toContain("FINAL MOVE:");
    }
  expect([...games.train!].filter((game) => games.eval!.has(game))).toEqual([]);
  expect(angles).toEqual(new Set([0, 90, 180, 270]));
});

test("gives the same bytes for the same seed and any number of workers, and others for another", async () => {
  const argv = [...quick, "--num-games", "9", "--llava-dir"];
  const make = async (name: string, ...more: string[]) => {
    const ran = await datagen(name, [...argv, join(folder, `${name}-llava`), ...more]);
    expect(ran.complaint).toContain("9/9");
    return { ...bytesOf(name), ...bytesOf(`${name}-llava`) };
  };
  const one = await make("one", "--workers", "1");
  expect(Object.keys(one)).toContain("/data/train-00000-of-00001.parquet");
  expect(Object.keys(one)).toContain("/val/images/val_000001.png");
  expect(await make("here", "--workers", "0")).toEqual(one);
  expect(await make("three", "--workers", "3")).toEqual(one);
  expect(await make("again", "--workers", "1")).toEqual(one);
  expect(await make("other", "--workers", "1", "--seed", "43")).not.toEqual(one);
});

test("keeps the classes of tic-tac-toe's positions apart, and gives what the search found for every action", async () => {
  const argv = [...quick, "--num-games", "12", "--test-fraction", "0.2", "--pictures", "false", "--workers", "0"];
  expect(await datagen("classes", argv)).toMatchObject({ code: 0 });
  const dataset = await readDataset<TicTacToeRow>(join(folder, "classes"));
  expect(dataset.splits).toEqual(["train", "eval", "test"]);
  const boards: Set<string>[] = [];
  for (const split of dataset.splits) {
    const seen = new Set<string>();
    for await (const row of dataset.rows(split)) {
      seen.add(row.state_str);
      expect(row.image).toBeNull();
      expect(row.visits.length).toBe(row.legal_actions.length);
      expect(row.values.length).toBe(row.legal_actions.length);
      expect(row.legal_actions).toContain(row.action);
    }
    boards.push(seen);
  }
  const all = boards.flatMap((seen) => [...seen]);
  expect(new Set(all).size).toBe(all.length);
});

/** Games whose rows an unfinished run has on the disk. */
function gamesOf(name: string): number {
  const parts = existsSync(unfinished(name)) ? readdirSync(unfinished(name)) : [];
  return Math.max(0, ...parts.map((part) => Number(/^games-\d+-(\d+)\.parquet$/.exec(part)?.[1] ?? 0)));
}

/** Goes on with a run that ended early, and makes the same dataset at one go. */
async function expectToGoOn(name: string, argv: readonly string[]): Promise<void> {
  const made = gamesOf(name);
  expect(made).toBeGreaterThan(0);
  expect(existsSync(join(folder, name))).toBe(false);
  const games = ["--num-games", String(made + 3)];
  const { code, complaint } = await datagen(name, [...argv, ...games, "--workers", "0"]);
  expect(complaint).toMatch(
    new RegExp(`^vlm datagen: going on after ${made} of ${made + 3} games, \\d+ positions\\.\n`),
  );
  expect(code).toBe(0);
  expect(existsSync(unfinished(name))).toBe(false);
  await datagen(`${name}-whole`, [...argv, ...games]);
  expect(bytesOf(name)).toEqual(bytesOf(`${name}-whole`));
}

test("an interrupted run goes on where it was, to the same bytes", async () => {
  const interruption = new AbortController();
  const isTTY = true;
  const write = (line: string): void => {
    if (/ [1-9]\d*\/100000 /.test(line)) interruption.abort();
  };
  const ran = await datagen("stopped", [...quick, "--num-games", "100000"], {
    signal: interruption.signal,
    isTTY,
    write,
  });
  expect(ran.code).toBe(130);
  const other = await datagen("stopped", [...quick, "--epsilon", "0.5"]);
  expect(other).toMatchObject({
    code: 2,
    complaint: `vlm datagen: an unfinished run for ${join(folder, "stopped")} has epsilon 0.1, not 0.5; expected the same, to go on with it. Give the options of that run, or set overwrite_output_dir to begin anew.\n`,
  });
  await expectToGoOn("stopped", quick);
});

test("a killed run goes on where it was, to the same bytes", async () => {
  const argv = ["--game", "tic_tac_toe", "--simulations", "5", "--pictures", "false"];
  const program = fileURLToPath(new URL("../../bin/vlm.js", import.meta.url));
  const command = [program, "datagen", "--output_dir", join(folder, "killed"), "--num-games", "100000", ...argv];
  const killed = spawn(process.execPath, command);
  const ended = new Promise((resolve) => killed.on("close", (_, signal) => resolve(signal)));
  while (gamesOf("killed") === 0 && killed.exitCode === null) await pause(5);
  killed.kill("SIGKILL");
  expect(await ended).toBe("SIGKILL");
  await expectToGoOn("killed", argv);
});

test("refuses to overwrite before a game is played, and replaces when asked to", async () => {
  const refused = await datagen("a", [...small, "--num-games", "100000"]);
  expect(refused.code).toBe(1);
  expect(refused.complaint).toMatch(/^dataset\.writeDataset: .* already holds a dataset;/);
  const before = (await readDataset(join(folder, "a"))).length("train");
  const { code } = await datagen("a", [...small, "--num-games", "5", "--overwrite-output-dir", "--workers", "0"]);
  expect(code).toBe(0);
  expect((await readDataset(join(folder, "a"))).length("train")).toBeGreaterThan(before);
});

test("refuses options that do not go together before any work", async () => {
  const refused = async (...argv: string[]) => {
    const { code, complaint } = await datagen("refused", argv);
    expect(code).toBe(2);
    expect(readdirSync(folder).filter((name) => name.includes("refused"))).toEqual([]);
    return complaint.trim();
  };
  expect(await refused("--simulations", "0")).toMatch(/simulations is 0 in the command line; /);
  expect(await refused("--source", "pgn")).toBe(
    "vlm datagen: source is pgn and game ultimate_tic_tac_toe; expected chess, the one game with such files. Set game to chess.",
  );
  expect(await refused("--source-file", "x.pgn")).toBe(
    "vlm datagen: source_file is set and source is self_play; expected pgn or fen as source of a file. Set source.",
  );
  expect(await refused("--themes", "[paper, neon]")).toMatch(
    /^vlm datagen: themes has "neon"; expected some of paper, .* for ultimate_tic_tac_toe\. Correct it, or leave it out\.$/,
  );
  expect(await refused("--pictures", "false")).toBe(
    "vlm datagen: pictures is false and game ultimate_tic_tac_toe; expected pictures, which its questions show. Leave pictures out.",
  );
  expect(await refused("--llava-dir", join(folder, "refused"))).toBe(
    `vlm datagen: llava_dir and output_dir are both ${join(folder, "refused")}; expected two folders. Rename one.`,
  );
  expect(await refused("--eval-fraction", "0.6", "--test-fraction", "0.4")).toBe(
    "vlm datagen: eval_fraction 0.6 and test_fraction 0.4 leave nothing to train on; expected a sum below 1. Lower one of them.",
  );
});
