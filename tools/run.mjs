/**
 * `npm run demo` and `npm test` on a fresh clone, with nothing but Node: installs, builds, then runs.
 * Plain JavaScript without dependencies, because it runs before there are any.
 */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, constants, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const quietTools = {
  TURBO_TELEMETRY_DISABLED: "1",
  TURBO_NO_UPDATE_NOTIFIER: "1",
  DO_NOT_TRACK: "1",
  COREPACK_ENABLE_DOWNLOAD_PROMPT: "0",
};

/** Tests by vitest's count. */
const tally = { passed: 0, failed: 0 };

/** A step that ended badly: how, and what it had to say. */
class StepFailed extends Error {
  constructor(name, code, signal) {
    super(`${name} failed${signal ? ` by ${signal}` : ` with exit code ${code}`}`);
    this.code = signal ? 128 + constants.signals[signal] : code;
    this.signal = signal;
  }
}

/** Runs a program to its end; "inherit" hands it the terminal, "capture" keeps its output for the caller. */
function start(command, args, { output = "inherit", cwd = root, env = {} } = {}) {
  const captured = output === "capture";
  const child = spawn(command, args, {
    cwd,
    env: { ...process.env, ...quietTools, ...env },
    stdio: captured ? ["ignore", "pipe", "pipe"] : "inherit",
    // npx and pnpm are .cmd files on Windows, which only a shell may start.
    shell: process.platform === "win32" && command !== process.execPath,
  });
  const chunks = [];
  child.stdout?.on("data", (chunk) => chunks.push(chunk));
  child.stderr?.on("data", (chunk) => chunks.push(chunk));
  const forward = (signal) => {
    // Control-C in a terminal reaches the child by itself; a second one would cut its clean-up short.
    if (signal !== "SIGINT" || captured || !process.stdin.isTTY) child.kill(signal);
  };
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"];
  for (const signal of signals) process.on(signal, forward);
  return new Promise((resolve) => {
    let problem = "";
    child.on("error", (error) => {
      problem = `${error.message}\n`;
    });
    child.on("close", (code, signal) => {
      for (const name of signals) process.off(name, forward);
      const text = problem + Buffer.concat(chunks).toString("utf8");
      resolve({ code: code ?? 1, signal: problem ? null : signal, text });
    });
  });
}

/** One line with the step's time; its output only when it fails. */
async function step(name, command, args, options) {
  const began = performance.now();
  process.stdout.write(`${name.padEnd(10)} `);
  const { code, signal, text } = await start(command, args, { output: "capture", ...options });
  process.stdout.write(`${seconds(began)}\n`);
  if (code === 0 && !signal) return;
  process.stdout.write(text.endsWith("\n") || text === "" ? text : `${text}\n`);
  throw new StepFailed(name, code, signal);
}

const seconds = (began) => `${((performance.now() - began) / 1000).toFixed(1).padStart(6)} s`;
const node = (name, ...args) => step(name, process.execPath, args);

/** The pinned pnpm: the one on PATH when it is that version, otherwise npx fetches it. */
async function findPnpm() {
  const { packageManager } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const version = /^pnpm@(\d+\.\d+\.\d+)/.exec(packageManager)?.[1];
  if (version === undefined) {
    throw new Error(
      `tools.run: packageManager in package.json is ${JSON.stringify(packageManager)}; expected "pnpm@" and an exact ` +
        "version. Pin one.",
    );
  }
  const own = await start("pnpm", ["--version"], { output: "capture" });
  if (own.code === 0 && own.text.trim() === version) return { command: "pnpm", args: [] };
  return { command: "npx", args: ["--yes", `pnpm@${version}`] };
}

/** Installs unless the last finished installation was of this very lockfile. */
async function install(pnpm) {
  const stamp = join(root, "node_modules", ".installed-lockfile");
  const digest = createHash("sha256")
    .update(readFileSync(join(root, "pnpm-lock.yaml")))
    .digest("hex");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === digest) return;
  const options = ["--frozen-lockfile", "--prod=false", "--config.confirmModulesPurge=false"];
  await step("install", pnpm.command, [...pnpm.args, "install", ...options]);
  writeFileSync(`${stamp}.tmp`, digest);
  renameSync(`${stamp}.tmp`, stamp);
}

/** turbo calls pnpm by name, so it runs inside `pnpm exec`, which puts itself on PATH. */
async function build(pnpm, filters) {
  const options = ["--output-logs=errors-only", `--concurrency=${availableParallelism()}`, ...filters];
  await step("build", pnpm.command, [...pnpm.args, "exec", "turbo", "run", "build", ...options]);
}

/** Installs and builds: everything, or what the filters name. */
async function prepare(...filters) {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    throw new Error(`tools.run: Node ${process.versions.node}; expected 20.19 or newer. Install a newer Node.`);
  }
  const pnpm = await findPnpm();
  await install(pnpm);
  await build(pnpm, filters);
}

async function demo(args) {
  await prepare("--filter=@vlm/example-ultimate-tic-tac-toe...");
  const main = join(root, "examples", "ultimate-tic-tac-toe", "dist", "main.js");
  const { code, signal } = await start(process.execPath, [main, ...args]);
  if (code !== 0 || signal) throw new StepFailed("demo", code, signal);
}

/** Runs the tests in view and takes over vitest's own count. */
async function runTests(args) {
  const folder = mkdtempSync(join(tmpdir(), "vlm-tests-"));
  try {
    const report = join(folder, "report.json");
    const vitest = join(root, "node_modules", "vitest", "vitest.mjs");
    const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
    const began = performance.now();
    process.stdout.write("tests\n");
    const { code, signal } = await start(process.execPath, [vitest, "run", ...reporters, ...args]);
    process.stdout.write(`${"tests".padEnd(10)} ${seconds(began)}\n`);
    if (existsSync(report)) {
      const counts = JSON.parse(readFileSync(report, "utf8"));
      // A file that does not even load has no test to count, yet has failed.
      const unloaded = counts.testResults.filter(
        ({ status, assertionResults }) =>
          status === "failed" && !assertionResults.some((test) => test.status === "failed"),
      );
      tally.passed += counts.numPassedTests;
      tally.failed += counts.numFailedTests + unloaded.length;
    }
    if (code !== 0 || signal) throw new StepFailed("tests", code, signal);
    if (tally.passed === 0) throw new StepFailed("tests: no test ran;", 1, null);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function test(args) {
  await prepare();
  await node(
    "lint",
    join(root, "node_modules", "@biomejs", "biome", "bin", "biome"),
    "check",
    "--error-on-warnings",
    ".",
  );
  await node("structure", join(root, "tools", "dist", "structure", "main.js"));
  await node("packages", join(root, "tools", "dist", "structure", "publishing.js"));
  await runTests(args);
  await node("readme", join(root, "tools", "dist", "readme", "main.js"));
}

const commands = { demo, test };
const [name = "", ...args] = process.argv.slice(2);
let failure = null;
try {
  if (!Object.hasOwn(commands, name)) {
    throw new Error(
      `tools.run: no command ${JSON.stringify(name)}; expected demo or test. Run "npm run demo" or "npm test".`,
    );
  }
  await commands[name](args);
} catch (error) {
  failure = error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = error.code ?? 1;
}
if (name === "test") {
  // Whatever stopped the run counts as failed, be it a step that has no tests of its own.
  const failed = failure ? Math.max(tally.failed, 1) : tally.failed;
  process.stdout.write(`${tally.passed} passed, ${failed} failed\n`);
}
// Die as the child died, so that the shell sees the signal and not just a number.
if (failure?.signal) process.kill(process.pid, failure.signal);
