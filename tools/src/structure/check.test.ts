import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { checkStructure } from "./check.js";
import { type Room, rooms } from "./rooms.js";
import { renderTable } from "./table.js";

const small: readonly Room[] = [
  { name: "types", does: "nouns", mayImport: [], browser: true },
  { name: "games", does: "rules", mayImport: [], browser: true },
  { name: "render", does: "pictures", mayImport: ["games"], asTypes: ["games"], browser: true },
  { name: "trainer", does: "the loop", mayImport: ["games"], browser: false },
];

type Change = Record<string, unknown>;

const manifest = (name: string, { dependencies = {}, ...rest }: Change = {}): string =>
  JSON.stringify({
    name: `@vlm/${name}`,
    version: "0.1.0",
    description: "A package.",
    license: "MIT",
    engines: { node: ">=20.19" },
    exports: { ".": "./dist/index.js", "./package.json": "./package.json" },
    dependencies,
    ...rest,
  });

const onTypes = { "@vlm/types": "workspace:*" };
const onGames = { ...onTypes, "@vlm/games": "workspace:*" };

/** Four packages, an example and the tools, with every rule kept. */
const sound: Record<string, string> = {
  "package.json": JSON.stringify({ name: "vlm", devDependencies: { vitest: "catalog:" } }),
  "docs/architecture.md": `# House\n\n<!-- rooms: made from tools/src/structure/rooms.ts -->\n${renderTable(small)}\n<!-- /rooms -->\n`,
  "packages/types/package.json": manifest("types"),
  "packages/types/README.md": "# types\n",
  "packages/types/src/index.ts": 'export type { Image } from "./image.js";\n',
  "packages/types/src/image.ts": "export interface Image {\n  readonly width: number;\n}\n",
  "packages/games/package.json": manifest("games", { dependencies: onTypes }),
  "packages/games/README.md": "# games\n",
  "packages/games/src/index.ts": 'export { start } from "./start.js";\n',
  "packages/games/src/start.ts":
    'import type { Image } from "@vlm/types";\nexport const start = (image: Image): number => image.width;\n',
  "packages/games/src/start.test.ts":
    'import { it } from "vitest";\nimport { start } from "./start.js";\nit(String(start), () => {});\n',
  "packages/render/package.json": manifest("render", {
    dependencies: { ...onGames, sharp: "catalog:" },
    exports: { ".": "./dist/index.js", "./node": "./dist/node.js", "./package.json": "./package.json" },
  }),
  "packages/render/README.md": "# render\n",
  "packages/render/src/index.ts": 'export { draw } from "./draw.js";\n',
  "packages/render/src/draw.ts":
    'import type { start } from "@vlm/games";\nexport const draw = (rule: typeof start): string => rule.name;\n',
  "packages/render/src/node.ts":
    'import { readFileSync } from "node:fs";\nimport sharp from "sharp";\nexport const load = (path: string): unknown => sharp(readFileSync(path));\n',
  "packages/trainer/package.json": manifest("trainer", { dependencies: onGames }),
  "packages/trainer/README.md": "# trainer\n",
  "packages/trainer/src/index.ts": 'export { train } from "./train.js";\n',
  "packages/trainer/src/train.ts":
    'import { start } from "@vlm/games";\nexport const train = (): string => start.name + process.pid;\n',
  // Each dependency stays in use, whatever a test does to the files above.
  "packages/games/src/uses.test.ts": 'import "@vlm/types";\n',
  "packages/render/src/uses.test.ts": 'import "@vlm/games";\nimport "@vlm/types";\n',
  "packages/trainer/src/uses.test.ts": 'import "@vlm/games";\nimport "@vlm/types";\n',
  "examples/one/package.json": JSON.stringify({
    name: "@vlm/example-one",
    dependencies: { "@vlm/render": "workspace:*" },
  }),
  "examples/one/src/main.ts":
    'import { draw } from "@vlm/render";\nimport { load } from "@vlm/render/node";\nconsole.log(draw, load);\n',
  "tools/package.json": JSON.stringify({ name: "@vlm/tools" }),
  "tools/src/main.ts": 'const data = new URL("../../docs/architecture.md", import.meta.url);\nconsole.log(data);\n',
};

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** The violations of the sound workspace after a change; null removes a file. */
function violations(change: Record<string, string | null>, table: readonly Room[] = small): string[] {
  const root = mkdtempSync(join(tmpdir(), "vlm-structure-"));
  folders.push(root);
  for (const [path, text] of Object.entries({ ...sound, ...change })) {
    if (text === null) continue;
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return checkStructure(root, table);
}

const games = "packages/games/src";
const render = "packages/render/src";

describe("the real workspace", () => {
  it("keeps every rule", () => {
    expect(checkStructure(join(import.meta.dirname, "..", "..", ".."), rooms)).toEqual([]);
  });
});

describe("a sound workspace", () => {
  it("has no violation", () => expect(violations({})).toEqual([]));

  it("may compose packages in a test, once they are declared", () => {
    const test = { "packages/games/src/draw.test.ts": 'import { train } from "@vlm/trainer";\ntrain();\n' };
    expect(violations(test)).toEqual([
      "structure.borders: packages/games/src/draw.test.ts:1 imports @vlm/trainer; expected it among the dependencies " +
        "or devDependencies of packages/games/package.json. Add it there.",
    ]);
    const declared = manifest("games", {
      dependencies: onTypes,
      devDependencies: { "@vlm/trainer": "workspace:*" },
    });
    const free = {
      "packages/trainer/package.json": manifest("trainer"),
      "packages/trainer/src/train.ts": "export const train = (): void => {};\n",
      "packages/trainer/src/uses.test.ts": null,
    };
    expect(violations({ ...test, ...free, "packages/games/package.json": declared })).toEqual([]);
  });
});

describe("rule 1: borders", () => {
  it("wants the import in the table", () => {
    expect(
      violations({
        [`${render}/draw.ts`]: 'import type { train } from "@vlm/trainer";\nexport type Draw = typeof train;\n',
      }),
    ).toEqual([
      "structure.borders: packages/render/src/draw.ts:1 imports @vlm/trainer; render may import types, games. Declare " +
        "what you need as an interface here.",
    ]);
  });

  it("keeps an import of types to types", () => {
    expect(
      violations({
        [`${render}/draw.ts`]: 'import { type start } from "@vlm/games";\nexport type Draw = typeof start;\n',
      }),
    ).toEqual([
      "structure.borders: packages/render/src/draw.ts:1 imports @vlm/games as code; render may import its types only. " +
        'Use "import type".',
    ]);
  });

  it.each([
    ["a dynamic import", 'export const load = () => import("@vlm/trainer");\n'],
    ["a re-export", 'export { train } from "@vlm/trainer";\n'],
    ["an import type", 'export type Train = import("@vlm/trainer").Train;\n'],
    ["a require", 'export const train = require("@vlm/trainer");\n'],
  ])("sees %s", (_, text) => {
    const lines = violations({ [`${render}/draw.ts`]: text });
    expect(
      lines.filter((line) => line.startsWith("structure.borders: packages/render/src/draw.ts:1 imports @vlm/trainer")),
    ).toHaveLength(1);
  });

  it("takes only what exports offers", () => {
    expect(
      violations({
        [`${render}/draw.ts`]:
          'import type { start } from "@vlm/games/dist/start.js";\nexport type Draw = typeof start;\n',
      }),
    ).toEqual([
      "structure.borders: packages/render/src/draw.ts:1 imports @vlm/games/dist/start.js; @vlm/games exports ., " +
        "./package.json. Export it there, or do without.",
    ]);
  });

  it("keeps relative imports inside the package", () => {
    expect(
      violations({
        [`${render}/draw.ts`]:
          'import type { start } from "../../games/src/start.js";\nexport type Draw = typeof start;\n',
      }),
    ).toEqual([
      "structure.borders: packages/render/src/draw.ts:1 reaches packages/games/src/start.js, outside packages/render; " +
        "expected a path inside it. Import the package by its name.",
    ]);
  });

  it("keeps a package's data inside the package", () => {
    const [line] = violations({
      [`${render}/draw.ts`]: 'export const table = new URL("../../games/table.json", import.meta.url);\n',
    });
    expect(line).toContain("packages/render/src/draw.ts:1 reaches packages/games/table.json, outside packages/render");
  });

  it("wants every import declared", () => {
    expect(violations({ [`${games}/start.ts`]: 'export { z } from "zod/mini";\n' })).toEqual([
      "structure.borders: packages/games/src/start.ts:1 imports zod; expected it among the dependencies or " +
        "peerDependencies of packages/games/package.json. Add it there.",
    ]);
  });

  it("does not let shipped code lean on development", () => {
    const development = manifest("games", { dependencies: onTypes, devDependencies: { zod: "catalog:" } });
    const change = { "packages/games/package.json": development, [`${games}/start.ts`]: 'export { z } from "zod";\n' };
    expect(violations(change)[0]).toContain("packages/games/src/start.ts:1 imports zod; expected it among");
  });

  it("wants a private import declared", () => {
    const change = { [`${games}/start.ts`]: 'export { start } from "#start";\n' };
    expect(violations(change)).toEqual([
      'structure.borders: packages/games/src/start.ts:1 imports #start; expected it among the "imports" of ' +
        "packages/games/package.json. Add it there.",
    ]);
    const imports = { "#start": "./dist/built.js" };
    const declared = manifest("games", { dependencies: onTypes, imports });
    expect(violations({ ...change, "packages/games/package.json": declared })).toEqual([]);
  });

  it("wants everything declared to be imported", () => {
    const dependencies = { ...onTypes, zod: "catalog:" };
    expect(violations({ "packages/games/package.json": manifest("games", { dependencies }) })).toEqual([
      "structure.dependencies: packages/games/package.json declares zod, which no file imports; expected a use. Remove it.",
    ]);
  });

  it("has no package import itself by name", () => {
    expect(violations({ [`${games}/start.ts`]: 'export { start } from "@vlm/games";\n' })).toEqual([
      'structure.borders: packages/games/src/start.ts:1 imports its own package by name; expected a relative path. Write "./x.js".',
    ]);
  });
});

describe("rule 1: cycles", () => {
  it("finds one among files", () => {
    const change = {
      [`${games}/start.ts`]: 'import type { End } from "./end.js";\nexport type Start = End;\n',
      [`${games}/end.ts`]: 'import type { Start } from "./start.js";\nexport type End = Start;\n',
      [`${games}/index.ts`]: 'export type { Start } from "./start.js";\n',
      [`${games}/start.test.ts`]: null,
    };
    expect(violations(change)).toEqual([
      "structure.cycles: packages/games/src/end.ts → packages/games/src/start.ts → packages/games/src/end.ts; expected " +
        "no cycle between files. Move what both need into a file of its own.",
    ]);
  });

  it("finds one among packages, development included", () => {
    const development = manifest("games", { dependencies: onTypes, devDependencies: { "@vlm/render": "workspace:*" } });
    expect(violations({ "packages/games/package.json": development })).toEqual([
      "structure.cycles: packages depend on each other, games → render → games; expected no cycle. Let the package " +
        "that asks declare an interface.",
    ]);
  });
});

describe("rule 2: nouns", () => {
  it("keeps code out of types", () => {
    expect(
      violations({
        "packages/types/src/image.ts": "export interface Image {\n  width: number;\n}\nexport const one = 1;\n",
      }),
    ).toEqual([
      'structure.nouns: packages/types/src/image.ts:4 has code, "export const one = 1;"; expected types only. Move it to its user.',
    ]);
    const [line] = violations({ "packages/types/src/index.ts": 'export { Image } from "./image.js";\n' });
    expect(line).toContain("packages/types/src/index.ts:1 has code");
  });

  it("keeps types small", () => {
    const text = `export interface Image {\n${"  // a line\n".repeat(248)}}\n`;
    expect(violations({ "packages/types/src/image.ts": text })).toEqual([
      "structure.nouns: packages/types has 251 lines; expected at most 250. Keep only nouns that cross borders.",
    ]);
  });

  it("keeps types without dependencies", () => {
    expect(
      violations({ "packages/types/package.json": manifest("types", { dependencies: { zod: "catalog:" } }) }),
    ).toContain("structure.nouns: packages/types/package.json depends on zod; expected no dependency. Remove it.");
  });

  it("has each noun declared once", () => {
    expect(violations({ [`${games}/start.ts`]: "export interface Image {\n  height: number;\n}\n" })).toEqual([
      "structure.nouns: packages/games/src/start.ts:1 declares Image, which packages/types/src/image.ts declares; " +
        "expected one declaration. Import the shared noun, or give yours a name of its own.",
    ]);
  });

  it("wants the package of nouns", () => {
    const absent = {
      "packages/types/package.json": null,
      "packages/types/src/index.ts": null,
      "packages/types/src/image.ts": null,
      "packages/types/README.md": null,
    };
    expect(violations(absent)).toContain(
      "structure.nouns: packages/types is missing; expected the shared nouns there. Add the package.",
    );
  });
});

describe("rule 3: browsers", () => {
  const where =
    'and packages/render offers that file to browsers; expected Node behind "./node" only. Move it to src/node.ts or src/node/.';

  it.each([
    ["a built-in", 'import "node:fs";\n', "imports node:fs"],
    ["a built-in without its prefix", 'import "fs/promises";\n', "imports fs/promises"],
    ["sharp", 'import "sharp";\n', "imports sharp"],
    ["a built-in imported late", 'export const read = () => import("node:fs");\n', "imports node:fs"],
    ["Buffer", "export const bytes = Buffer.from([]);\n", "uses Buffer"],
    ["process", "export const mode = process.env.MODE;\n", "uses process"],
    ["a global by its full name", "export const mode = globalThis.process;\n", "uses process"],
    ["the module's folder", "export const here = import.meta.dirname;\n", "uses import.meta.dirname"],
  ])("refuses %s", (_, text, what) => {
    expect(violations({ [`${render}/draw.ts`]: text })).toEqual([
      `structure.browser: packages/render/src/draw.ts:1 ${what}, ${where}`,
    ]);
  });

  it("looks behind the first file", () => {
    const change = {
      [`${render}/draw.ts`]: 'export { read } from "./deep/read.js";\n',
      [`${render}/deep/read.ts`]: 'export { readFileSync as read } from "node:fs";\n',
    };
    expect(violations(change)).toEqual([
      `structure.browser: packages/render/src/deep/read.ts:1 imports node:fs, ${where}`,
    ]);
  });

  it("leaves names alone that merely look like Node's", () => {
    const text =
      "export const run = (process: { env: string }, job: { process: string }): string => process.env + job.process;\n";
    expect(violations({ [`${render}/draw.ts`]: text })).toEqual([]);
  });

  it("leaves other packages their Node", () => {
    expect(
      violations({
        "packages/trainer/src/train.ts": 'import "node:fs";\nexport const train = (): number => process.pid;\n',
      }),
    ).toEqual([]);
  });
});

describe("rule 4: layout", () => {
  it("keeps files short, tests excepted", () => {
    const long = "export const one = 1;\n".repeat(401);
    expect(violations({ [`${games}/start.test.ts`]: long })).toEqual([]);
    expect(violations({ [`${games}/kernel.cc`]: long, [`${games}/start.ts`]: long })).toEqual([
      "structure.layout: packages/games/src/kernel.cc has 401 lines; expected at most 400. Split it by ideas.",
      "structure.layout: packages/games/src/start.ts has 401 lines; expected at most 400. Split it by ideas.",
    ]);
  });

  it.each([
    ["utils.ts", "utils.ts", "utils"],
    ["board-helpers.ts", "board-helpers.ts", "helpers"],
    ["common/board.ts", "common", "common"],
    ["sessionManager.ts", "sessionManager.ts", "manager"],
  ])("refuses the name %s", (path, named, word) => {
    const index = `export { one } from "./${path.replace(".ts", ".js")}";\n${sound[`${games}/index.ts`]}`;
    expect(violations({ [`${games}/${path}`]: "export const one = 1;\n", [`${games}/index.ts`]: index })).toEqual([
      `structure.layout: packages/games/src/${named} is named "${word}"; expected the name of the one idea inside. ` +
        "Rename it, or split it up.",
    ]);
  });

  it("keeps code out of index.ts", () => {
    expect(
      violations({ [`${games}/index.ts`]: 'export { start } from "./start.js";\nexport const one = 1;\n' }),
    ).toEqual([
      'structure.layout: packages/games/src/index.ts:2 has "export const one = 1;"; expected re-exports only. Move it to ' +
        "a file named after it.",
    ]);
  });
});

describe("rule 4: manifests", () => {
  it("wants a README", () => {
    expect(violations({ "packages/games/README.md": null })).toEqual([
      "structure.manifests: packages/games has no README.md; expected one. Write it.",
    ]);
  });

  it.each(["description", "license", "version"])("wants %s", (field) => {
    expect(
      violations({ "packages/games/package.json": manifest("games", { dependencies: onTypes, [field]: undefined }) }),
    ).toEqual([`structure.manifests: packages/games/package.json has no ${field}; expected one. Add it.`]);
  });

  it("wants engines", () => {
    expect(
      violations({ "packages/games/package.json": manifest("games", { dependencies: onTypes, engines: {} }) }),
    ).toEqual(["structure.manifests: packages/games/package.json has no engines.node; expected one. Add it."]);
  });

  it("wants one version", () => {
    expect(
      violations({ "packages/games/package.json": manifest("games", { dependencies: onTypes, version: "0.2.0" }) }),
    ).toEqual([
      "structure.manifests: packages/games is version 0.2.0; expected 0.1.0, that of types. Version the family as one.",
    ]);
  });

  it("wants the folder's name", () => {
    expect(violations({ "packages/trainer/package.json": manifest("training", { dependencies: onGames }) })).toEqual([
      "structure.manifests: packages/trainer is named @vlm/training; expected @vlm/trainer. Rename one of the two.",
    ]);
  });

  it("wants versions from the catalog", () => {
    expect(
      violations({ "tools/package.json": JSON.stringify({ name: "@vlm/tools", devDependencies: { zod: "^4.0.0" } }) }),
    ).toEqual([
      'structure.manifests: tools/package.json asks for zod ^4.0.0; expected "catalog:" or "workspace:*". Put the version in pnpm-workspace.yaml.',
    ]);
  });

  it("wants exports as plain strings that name what was built", () => {
    const exported = (exports: Change): Record<string, string> => ({
      "packages/trainer/package.json": manifest("trainer", { dependencies: onGames, exports }),
    });
    expect(violations(exported({ ".": "./dist/index.js", "./train": { default: "./dist/train.js" } }))).toEqual([
      'structure.manifests: packages/trainer/package.json exports "./train" as {"default":"./dist/train.js"}; expected a ' +
        'string "./dist/….js". Name the built file.',
    ]);
    expect(violations(exported({}))).toContain(
      'structure.manifests: packages/trainer/package.json exports nothing; expected at least ".". Add exports.',
    );
  });
});

describe("rule 4: reach", () => {
  it("finds what nothing leads to", () => {
    expect(violations({ [`${games}/old.ts`]: "export const one = 1;\n" })).toEqual([
      "structure.reach: packages/games/src/old.ts is reached from no export, program, test or script; expected a use. " +
        "Remove it, or use it.",
    ]);
  });

  it("takes tests, workers and scripts for users", () => {
    const change = {
      [`${games}/board.ts`]: 'import { it } from "vitest";\nexport const board = it;\n',
      [`${games}/start.test.ts`]: 'import { board } from "./board.js";\nboard("x", () => {});\n',
      [`${games}/start.ts`]: 'export const start = (): URL => new URL("./worker.js", import.meta.url);\n',
      [`${games}/worker.ts`]: "export const one = 1;\n",
      "packages/games/build.mjs": 'import "./dist/built.js";\n',
      [`${games}/built.ts`]: "export const two = 2;\n",
    };
    expect(violations(change)).toEqual([]);
  });
});

describe("the table of rooms", () => {
  it("names every package", () => {
    expect(violations({}, small.slice(0, 3))).toContain(
      'structure.table: packages/trainer is in no row; expected a room "trainer" in tools/src/structure/rooms.ts. Add it.',
    );
  });

  it("names nothing else", () => {
    expect(violations({}, [...small, { name: "rl", does: "GRPO", mayImport: [], browser: false }])).toContain(
      'structure.table: room "rl" has no package; expected packages/rl. Add the package, or remove the row.',
    );
  });

  it("is the one in the documentation", () => {
    const document = sound["docs/architecture.md"] ?? "";
    expect(violations({ "docs/architecture.md": document.replace("| rules |", "| chess |") })).toEqual([
      "structure.table: docs/architecture.md differs from tools/src/structure/rooms.ts; expected the same table. Run " +
        '"node tools/dist/structure/main.js --write".',
    ]);
    expect(violations({ "docs/architecture.md": null })).toEqual([
      'structure.table: docs/architecture.md has no table of rooms; expected it between "<!-- rooms: made from ' +
        'tools/src/structure/rooms.ts -->" and "<!-- /rooms -->". Add both lines.',
    ]);
  });
});
