import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const example = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));

test("positions of a PGN become pictures and JSON in LLaVA's form, and readers are measured", async () => {
  const folder = await mkdtemp(join(tmpdir(), "vlm-chess-reading-"));
  try {
    const argv = [example("dist/main.js"), "--folder", folder, "--pgn", example("games.pgn")];
    const { stdout } = await promisify(execFile)("node", argv);
    expect(stdout).toMatch(/knows it +\| 100\.0 % \| 100\.0 % \| 100\.0 % \| 100\.0 % \| 100\.0 % \| 100\.0 %/);
    expect(stdout).toMatch(/drops a piece \| 100\.0 % \| [\d.]+ % \| 0\.0 % \| 0\.0 % \| 0\.0 % \| 98\.4 %/);
    let rows = 0;
    for (const split of ["train", "val", "test"]) {
      const conversations: { image: string }[] = JSON.parse(
        await readFile(join(folder, "llava", `${split}.json`), "utf8"),
      );
      for (const { image } of conversations) {
        const png = await readFile(join(folder, "llava", image));
        expect(png.subarray(1, 4).toString()).toBe("PNG");
      }
      rows += conversations.length;
    }
    expect(rows).toBe(24);
  } finally {
    await rm(folder, { recursive: true });
  }
});
