import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { checkReadmes, documentsOf } from "./check.js";

const fence = "```";
const block = (code: string, info = "ts"): string => `# Title\n\n${fence}${info}\n${code}\n${fence}\n`;

const workspace: Record<string, string> = {
  "tsconfig.base.json": JSON.stringify({
    compilerOptions: { strict: true, target: "ES2023", lib: ["ES2023"], module: "NodeNext", types: [] },
  }),
  "packages/one/package.json": JSON.stringify({
    name: "@vlm/one",
    type: "module",
    exports: { ".": "./dist/index.js" },
  }),
  "packages/one/dist/index.js": "export const one = 1;\n",
  "packages/one/dist/index.d.ts": "export declare const one: 1;\n",
};

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

function write(files: Record<string, string>): string {
  const root = mkdtempSync(join(tmpdir(), "vlm-readme-"));
  folders.push(root);
  for (const [path, text] of Object.entries({ ...workspace, ...files })) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

/** The report on one package's README. */
async function report(text: string, { timeoutMs = 20_000 } = {}): Promise<{ failed: number; lines: string[] }> {
  const root = write({ "packages/one/README.md": text });
  const lines: string[] = [];
  const print = (line: string): number => lines.push(line);
  const failed = await checkReadmes(root, documentsOf(root), { timeoutMs, print });
  expect(existsSync(join(root, "packages/one/.readme"))).toBe(false);
  return { failed, lines };
}

describe("checkReadmes", () => {
  it("runs a block against the package that it documents", async () => {
    const { failed, lines } = await report(
      block('import { one } from "@vlm/one";\nconst two: number = one + 1;\nawait two;'),
    );
    expect(lines).toEqual([expect.stringMatching(/^ok {4}packages\/one\/README\.md:3 ran in \d+\.\d s$/)]);
    expect(failed).toBe(0);
  });

  it("runs from the package's folder", async () => {
    const code = 'const response = process.cwd();\nif (!response.endsWith("packages/one")) throw new Error(response);';
    const { failed } = await report(block(`declare const process: { cwd(): string };\n${code}`));
    expect(failed).toBe(0);
  });

  it("tells the line of a type error", async () => {
    const { failed, lines } = await report(block('import { one } from "@vlm/one";\nexport const two: 2 = one;'));
    expect(lines).toEqual([
      "fail  packages/one/README.md:3 does not type-check\n" +
        "  packages/one/README.md:5 Type '1' is not assignable to type '2'.",
    ]);
    expect(failed).toBe(1);
  });

  it("tells the line of a failure, and what was said", async () => {
    const { failed, lines } = await report(block('const a: number = 1;\n\nif (a) throw new Error("no luck");'));
    expect(lines[0]).toMatch(/^fail {2}packages\/one\/README\.md:6 does not run\n/);
    expect(lines[0]).toContain("Error: no luck");
    expect(failed).toBe(1);
  });

  it("stops a block that does not end", async () => {
    const { failed, lines } = await report(block("while (true) await 0;"), { timeoutMs: 500 });
    expect(lines).toEqual(["fail  packages/one/README.md:3 does not run\n  still ran after 0.5 s"]);
    expect(failed).toBe(1);
  });

  it("only type-checks a block marked no-run", async () => {
    const { failed, lines } = await report(block('throw new Error("never");', "ts no-run"));
    expect(lines).toEqual(["ok    packages/one/README.md:3 type-checked"]);
    expect(failed).toBe(0);
  });

  it("leaves nothing behind when a document is refused", async () => {
    await expect(report(block("a();", "js"))).rejects.toThrow(
      'readme.blocks: packages/one/README.md:3 opens a block "js"',
    );
  });
});

describe("documentsOf", () => {
  it("takes the documents that show code", () => {
    const documents = [
      "README.md",
      "CONTRIBUTING.md",
      "packages/one/README.md",
      "examples/two/README.md",
      "docs/a/b.md",
    ];
    const root = write(Object.fromEntries([...documents, "packages/one/CHANGELOG.md"].map((path) => [path, "#\n"])));
    expect(documentsOf(root)).toEqual(documents);
  });
});
