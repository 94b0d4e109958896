import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";
import { latestCheckpoint } from "./latest-checkpoint.js";
import { restore } from "./restore.js";

const CHILD = fileURLToPath(new URL("../../fixtures/save-until-killed.mjs", import.meta.url));
const KILLS = 16;
const folder = mkdtempSync(join(tmpdir(), "trainer-kill-"));
afterAll(() => rmSync(folder, { recursive: true }));

test(`after each of ${KILLS} kills while saving, the newest whole checkpoint is what was saved`, async () => {
  let newest = 0;
  for (let kill = 0; kill < KILLS; kill++) {
    const acknowledged = await saveUntilKilled(newest + 1, kill);
    const { checkpoint } = await latestCheckpoint(folder);
    // A save may be complete before the child could say so; none that it said may be lost.
    expect(checkpoint?.step).toBeGreaterThanOrEqual(Math.max(newest, acknowledged));
    newest = checkpoint!.step;
    const { state } = await restore(checkpoint!.path);
    expect(state.step).toBe(newest);
    expect(new Set(state.parameters.get("p")!.data)).toEqual(new Set([newest]));
    expect(new Set(state.optimizer.get("m.p")!.data)).toEqual(new Set([-newest]));
  }
  expect(newest).toBeGreaterThan(KILLS);
});

/** The last step that the child reported. It is killed a moment after its first report, the moment set by `kill`. */
function saveUntilKilled(first: number, kill: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [CHILD, folder, String(first)], { stdio: ["ignore", "pipe", "inherit"] });
    let said = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      // Spread over a few saves, at odd fractions of one.
      if (said === "") setTimeout(() => child.kill("SIGKILL"), (kill * 7.3) % 50);
      said += text;
    });
    child.on("error", reject).on("close", () => resolve(Number(said.trim().split("\n").at(-1))));
  });
}
