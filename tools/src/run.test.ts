import { spawn, spawnSync } from "node:child_process";
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";

const script = join(import.meta.dirname, "..", "run.mjs");
const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** Stands in for pnpm: logs what it was asked, and fails where a file named after the command says so. */
const pnpm = `#!/usr/bin/env node
const { appendFileSync, existsSync } = require("node:fs");
const [command] = process.argv.slice(2);
if (command === "--version") console.log("10.0.1");
else {
  appendFileSync("asked.log", command + "\\n");
  if (command === "install") require("node:fs").mkdirSync("node_modules", { recursive: true });
  if (existsSync("fail-" + command)) { console.log("no luck"); process.exit(5); }
}
`;

/** A workspace whose demo is the given program. */
function workspace(main: string, files: Record<string, string> = {}): string {
  const root = mkdtempSync(join(tmpdir(), "vlm-run-"));
  folders.push(root);
  const all = {
    "package.json": '{ "type": "module", "packageManager": "pnpm@10.0.1" }',
    "pnpm-lock.yaml": "one",
    "bin/pnpm": pnpm,
    "bin/package.json": "{}",
    "examples/ultimate-tic-tac-toe/dist/main.js": main,
    ...files,
  };
  for (const [path, text] of Object.entries(all)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  chmodSync(join(root, "bin/pnpm"), 0o755);
  mkdirSync(join(root, "tools"));
  copyFileSync(script, join(root, "tools/run.mjs"));
  return root;
}

const environment = (root: string): NodeJS.ProcessEnv => ({
  ...process.env,
  PATH: `${join(root, "bin")}${delimiter}${process.env.PATH}`,
});

function run(root: string, ...args: string[]): { status: number | null; stdout: string; stderr: string } {
  const options = { cwd: tmpdir(), env: environment(root), encoding: "utf8" } as const;
  return spawnSync(process.execPath, [join(root, "tools/run.mjs"), ...args], options);
}

const asked = (root: string): string => readFileSync(join(root, "asked.log"), "utf8");

describe("run demo", () => {
  it("installs, builds, and hands over arguments, folder and exit code", () => {
    const root = workspace("console.log(process.argv.slice(2), process.cwd()); process.exit(3);");
    const { status, stdout } = run(root, "demo", "--seed", "4");
    expect(stdout).toMatch(/^install +\d+\.\d s\nbuild +\d+\.\d s\n\[ '--seed', '4' \] .*vlm-run-\w+\n$/);
    expect(status).toBe(3);
  });

  it("installs again only for another lockfile", () => {
    const root = workspace("");
    run(root, "demo");
    run(root, "demo");
    expect(asked(root)).toBe("install\nexec\nexec\n");
    writeFileSync(join(root, "pnpm-lock.yaml"), "two");
    run(root, "demo");
    expect(asked(root)).toBe("install\nexec\nexec\ninstall\nexec\n");
  });

  it("does not take a failed installation for a finished one", () => {
    const root = workspace("", { "fail-install": "" });
    const { status, stdout, stderr } = run(root, "demo");
    expect([status, stderr]).toEqual([5, "install failed with exit code 5\n"]);
    expect(stdout).toMatch(/^install +\d+\.\d s\nno luck\n$/);
    rmSync(join(root, "fail-install"));
    run(root, "demo");
    expect(asked(root)).toBe("install\ninstall\nexec\n");
  });

  it("passes signals on and dies of the same", async () => {
    const root = workspace(
      'process.on("SIGTERM", () => { console.log("tidy"); process.removeAllListeners(); process.kill(process.pid, "SIGTERM"); });' +
        'console.log("up"); setInterval(() => {}, 1000);',
    );
    const child = spawn(process.execPath, [join(root, "tools/run.mjs"), "demo"], { env: environment(root) });
    let output = "";
    child.stdout.on("data", (chunk: Buffer) => {
      output += chunk;
      if (output.endsWith("up\n")) child.kill("SIGTERM");
    });
    const signal = await new Promise((resolve) => child.on("close", (_, name) => resolve(name)));
    expect(signal).toBe("SIGTERM");
    expect(output).toMatch(/up\ntidy\n$/);
  });
});

describe("run test", () => {
  it("stops at the first step that fails, with its output, its code and the count", () => {
    const { status, stdout, stderr } = run(workspace("", { "fail-exec": "" }), "test");
    expect(stdout).toMatch(/^install +\d+\.\d s\nbuild +\d+\.\d s\nno luck\n0 passed, 1 failed\n$/);
    expect([status, stderr]).toEqual([5, "build failed with exit code 5\n"]);
  });
});

describe("run", () => {
  it("knows two commands", () => {
    const { status, stderr } = run(workspace(""), "dance");
    expect([status, stderr]).toEqual([
      1,
      'tools.run: no command "dance"; expected demo or test. Run "npm run demo" or "npm test".\n',
    ]);
  });

  it("wants pnpm pinned", () => {
    const root = workspace("", { "package.json": '{ "packageManager": "npm@11" }' });
    expect(run(root, "demo").stderr).toBe(
      'tools.run: packageManager in package.json is "npm@11"; expected "pnpm@" and an exact version. Pin one.\n',
    );
  });
});
