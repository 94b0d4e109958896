import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { z } from "zod";
import { type Command, command } from "./command.js";
import { readFlag } from "./config/resolve.js";
import { vlm } from "./vlm.js";

const folder = mkdtempSync(join(tmpdir(), "vlm-cli-"));
afterAll(() => rmSync(folder, { recursive: true }));

function yaml(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const seen: unknown[] = [];
const bake: Command = command({
  schema: z.object({
    output_dir: z.string().describe("where"),
    learning_rate: z.number().gt(0).default(5e-5),
    num_loaves: z.int().min(1).default(2),
    flour: z.enum(["rye", "wheat"]).default("rye"),
    dry_crust: z.boolean().default(false),
  }),
  async run(options, { signal }) {
    seen.push(options);
    if (options.num_loaves === 13) throw new Error("bakery.bake: 13 loaves");
    if (options.num_loaves === 99) {
      interruption.abort();
      signal.throwIfAborted();
    }
  },
});

let interruption = new AbortController();

async function run(...argv: string[]): Promise<{ code: number; printed: string; complaint: string }> {
  let printed = "";
  let complaint = "";
  seen.length = 0;
  interruption = new AbortController();
  const code = await vlm(argv, [{ name: "bake", description: "Bake bread.", load: async () => bake }], {
    print: (text) => {
      printed += `${text}\n`;
    },
    progress: { write: (text) => (complaint += text) },
    signal: interruption.signal,
  });
  return { code, printed, complaint };
}

test("defaults, then the YAML file, then the command line", async () => {
  const path = yaml("good.yaml", "output_dir: out # here\nnum_loaves: 5\nflour: wheat\n");
  expect(await run("bake", "--config", path, "--num_loaves", "7", "--learning-rate=2e-4")).toEqual({
    code: 0,
    printed: "",
    complaint: "",
  });
  expect(seen).toEqual([{ output_dir: "out", learning_rate: 2e-4, num_loaves: 7, flour: "wheat", dry_crust: false }]);
});

test("values on the command line are YAML", async () => {
  await run("bake", "--output-dir", "out", "--dry-crust");
  expect(seen).toMatchObject([{ dry_crust: true }]);
  await run("bake", "--output-dir", "out", "--dry_crust", "false");
  expect(seen).toMatchObject([{ dry_crust: false }]);
  expect(["1e-3", "[0, 90]", "true", "null", "a: b: c", "text"].map(readFlag)).toEqual([
    1e-3,
    [0, 90],
    true,
    null,
    "a: b: c",
    "text",
  ]);
});

test("--dry-run prints the resolved options and does nothing", async () => {
  const { code, printed } = await run("bake", "--output_dir", "out", "--dry-run");
  expect(code).toBe(0);
  expect(seen).toEqual([]);
  expect(printed).toBe("output_dir: out\nlearning_rate: 0.00005\nnum_loaves: 2\nflour: rye\ndry_crust: false\n");
});

const names = "output_dir, learning_rate, num_loaves, flour, dry_crust";

test.each([
  [
    ["bake", "--output_dir", "out", "--learning_rat", "1"],
    `vlm bake: unknown option learning_rat in the command line, the nearest is learning_rate; expected some of config, dry_run, ${names}. Correct or remove it.`,
  ],
  [
    ["bake", "--config", yaml("unknown.yaml", "output_dir: out\nlearning_rates: 1\nloaves: 2\n")],
    `vlm bake: unknown option learning_rates in ${join(folder, "unknown.yaml")}, the nearest is learning_rate; loaves in ${join(folder, "unknown.yaml")}, the nearest is num_loaves; expected some of ${names}. Correct or remove it.`,
  ],
  [
    ["bake", "--config", yaml("wrong.yaml", "learning_rate: fast\n"), "--num_loaves", "0", "--flour", "oat"],
    `vlm bake: output_dir is missing; expected string; learning_rate is "fast" in ${join(folder, "wrong.yaml")}; expected number; num_loaves is 0 in the command line; expected number to be >=1; flour is "oat" in the command line; expected one of "rye"|"wheat". Correct the YAML file or the command line; vlm bake --help lists the options.`,
  ],
  [
    ["bake", "--config", join(folder, "absent.yaml")],
    `vlm bake: --config ${join(folder, "absent.yaml")} cannot be read (ENOENT); expected a YAML file. Check the path.`,
  ],
  [
    ["bake", "--config", yaml("broken.yaml", "a: [1,\n")],
    `vlm bake: ${join(folder, "broken.yaml")} is not YAML: Flow sequence in block collection must be sufficiently indented and end with a ] at line 2, column 1:; expected lines of the form name: value. Correct the file.`,
  ],
  [
    ["bake", "--config", yaml("list.yaml", "- 1\n")],
    `vlm bake: ${join(folder, "list.yaml")} holds [1]; expected lines of the form name: value. Correct the file.`,
  ],
  [["brake"], "vlm: unknown command brake, the nearest is bake; expected one of bake. Correct it."],
  [
    ["bake", "--output_dir"],
    "vlm bake: option '--output_dir <value>' argument missing; expected options of the form --name value. See vlm bake --help.",
  ],
  [
    ["bake", "bread"],
    "vlm bake: too many arguments for 'bake'. Expected 0 arguments but got 1; expected options of the form --name value. See vlm bake --help.",
  ],
])("wrong usage %j is refused before any work, with code 2", async (argv, message) => {
  expect(await run(...argv)).toEqual({ code: 2, printed: "", complaint: `${message}\n` });
  expect(seen).toEqual([]);
});

test("a failure is code 1, an interruption 130, help 0", async () => {
  expect(await run("bake", "--output_dir", "out", "--num_loaves", "13")).toMatchObject({
    code: 1,
    complaint: "bakery.bake: 13 loaves\n",
  });
  expect(await run("bake", "--output_dir", "out", "--num_loaves", "99")).toMatchObject({
    code: 130,
    complaint: "vlm: interrupted.\n",
  });
  const help = await run("bake", "--help");
  expect(help.code).toBe(0);
  expect(help.printed).toMatch(/--output_dir <value> +where \(required\)/);
  expect(help.printed).toMatch(/--flour <value> +\(rye \| wheat; default: "rye"\)/);
  expect(help.printed).toMatch(/--dry_crust \[value\] +\(default: false\)/);
  expect((await run()).code).toBe(2);
});
