import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { readDataset } from "@vlm/dataset/node";
import { ticTacToe } from "@vlm/games";
import { readTicTacToeMove, type TicTacToeRow, ticTacToeStateOf } from "@vlm/tasks";
import { expect, test } from "vitest";

test("episodes become rows and conversations whose answers are the search's moves", async () => {
  const folder = await mkdtemp(join(tmpdir(), "vlm-episodes-"));
  try {
    const program = fileURLToPath(new URL("../dist/main.js", import.meta.url));
    const { stdout } = await promisify(execFile)("node", [program, "--folder", folder, "--episodes", "12"]);
    expect(stdout).toMatch(/: \d+ positions of 12 episodes; x won \d+, o \d+, \d+ drawn\./);
    expect(stdout).toContain("0 answers do not read back as the search's move.");
    const rows = await readDataset<TicTacToeRow>(join(folder, "dataset"));
    const asked = await readDataset(join(folder, "messages"));
    expect(asked.length("train")).toBe(rows.length("train"));
    for (let index = 0; index < rows.length("train"); index++) {
      const row = await rows.row("train", index);
      const state = ticTacToeStateOf(row);
      expect(row.legal_actions).toEqual(ticTacToe.actions(state));
      expect(row.action_str).toBe(ticTacToe.write(row.action, state));
      const { messages } = (await asked.row("train", index)) as { messages: { content: { text: string }[] }[] };
      const [prompt, answer] = messages.map(({ content }) => content.map(({ text }) => text).join("")) as [
        string,
        string,
      ];
      expect(prompt).toContain(row.state_str);
      expect(answer).toBe(`<move>${row.action_str}</move>`);
      expect(readTicTacToeMove(answer, state)).toBe(row.action);
    }
  } finally {
    await rm(folder, { recursive: true });
  }
});
