import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeDataset } from "@vlm/dataset/node";
import { ultimateTicTacToe } from "@vlm/games";
import { drawUltimateTicTacToe } from "@vlm/render";
import { encodePng } from "@vlm/render/node";
import { afterAll, expect, test } from "vitest";
import { commands } from "../commands.js";
import { vlm } from "../vlm.js";

const folder = mkdtempSync(join(tmpdir(), "vlm-inspect-"));
afterAll(() => rmSync(folder, { recursive: true }));

async function inspect(...argv: string[]): Promise<{ code: number; printed: string; complaint: string }> {
  let printed = "";
  let complaint = "";
  const code = await vlm(["inspect", ...argv], commands, {
    print: (text) => {
      printed += `${text}\n`;
    },
    progress: { write: (text) => (complaint += text) },
    signal: new AbortController().signal,
  });
  return { code, printed, complaint };
}

test("says what every column holds and shows rows with their pictures, text as text", async () => {
  const board = await encodePng(drawUltimateTicTacToe(ultimateTicTacToe.start(), { size: 90 }));
  const cut = { bytes: board.slice(0, 60), path: null };
  const rows = [
    { id: "a", image: { bytes: board, path: null }, note: "</script><script>alert(1)</script>", values: [1, 2, 3] },
    { id: "b", image: cut, note: null, values: [] },
    { id: "c", image: null, note: "plain", values: [5] },
  ];
  const features = {
    id: { _type: "Value", dtype: "string" },
    image: { _type: "Image" },
    note: { _type: "Value", dtype: "string" },
    values: { _type: "List", feature: { _type: "Value", dtype: "int32" } },
  } as const;
  await writeDataset(join(folder, "rows"), { train: rows }, { features });
  const page = join(folder, "page.html");
  const { code, printed } = await inspect("--dataset_name", join(folder, "rows"), "--output_file", page);
  expect(code).toBe(0);
  expect(printed).toContain("train: 3 rows\n");
  expect(printed).toContain('  id      string; characters 1; values "a" × 1, "b" × 1, "c" × 1\n');
  expect(printed).toMatch(
    / {2}image {3}image; 1 null; pixels 90 × 90 \(1\); bytes [\d,]+; damaged 1, first: collator\.decodeImage: 60 bytes/,
  );
  expect(printed).toContain("  values  list of int32; items 0 – 3, median 1; range 1 – 5, median 3; mean 2.75\n");
  const html = readFileSync(page, "utf8");
  expect(html).toContain("&#60;/script&#62;&#60;script&#62;alert(1)");
  expect(html).not.toContain("<script>");
  expect(html.match(/<img src="data:image\/png;base64,/g)).toHaveLength(2);
});

test("the sampled rows are those of the seed, in order", async () => {
  const rows = Array.from({ length: 500 }, (_, index) => ({ index }));
  const features = { index: { _type: "Value", dtype: "int32" } } as const;
  await writeDataset(join(folder, "many"), { train: rows }, { features });
  const sampled = async (seed: string): Promise<readonly number[]> => {
    const page = join(folder, `${seed}.html`);
    await inspect("--dataset_name", join(folder, "many"), "--output_file", page, "--samples", "5", "--seed", seed);
    return [...readFileSync(page, "utf8").matchAll(/<h3>row (\d+)<\/h3>/g)].map((match) => Number(match[1]));
  };
  const [first, again, other] = [await sampled("1"), await sampled("1"), await sampled("2")];
  expect(first).toHaveLength(5);
  expect(first).toEqual(first.toSorted((a, b) => a - b));
  expect(again).toEqual(first);
  expect(other).not.toEqual(first);
});
