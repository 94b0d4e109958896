import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { decodeJsonl, encodeParquet } from "@vlm/dataset";
import { readDataset } from "@vlm/dataset/node";
import { encodePng } from "@vlm/render/node";
import { afterAll, expect, test } from "vitest";
import { commands } from "../commands.js";
import { vlm } from "../vlm.js";

const root = mkdtempSync(join(tmpdir(), "vlm-convert-"));
afterAll(() => rmSync(root, { recursive: true }));

const pictures = await Promise.all(
  [10, 20, 30].map((level) =>
    encodePng({ width: 2, height: 1, data: Uint8ClampedArray.of(level, 0, 0, 255, 0, level, 0, 255) }),
  ),
);

/** A folder with these files; a number is a picture. */
function folder(files: Readonly<Record<string, string | number | readonly object[]>>): string {
  const path = mkdtempSync(join(root, "f-"));
  for (const [name, content] of Object.entries(files)) {
    const file = join(path, name);
    mkdirSync(dirname(file), { recursive: true });
    if (typeof content === "number") writeFileSync(file, pictures[content]!);
    else if (typeof content === "string") writeFileSync(file, content);
    else writeFileSync(file, content.map((row) => `${JSON.stringify(row)}\n`).join(""));
  }
  return path;
}

let signal = new AbortController().signal;

async function convert(
  ...argv: string[]
): Promise<{ code: number; printed: string; complaint: string; output: string }> {
  const output = join(mkdtempSync(join(root, "o-")), "out");
  let printed = "";
  let complaint = "";
  const code = await vlm(["convert", ...(argv.includes("--output") ? [] : ["--output", output]), ...argv], commands, {
    print: (text) => {
      printed += `${text}\n`;
    },
    progress: { write: (text) => (complaint += text) },
    signal,
  });
  return { code, printed, complaint, output };
}

async function parquet(path: string): Promise<Record<string, unknown>[]> {
  const rows: Record<string, unknown>[] = [];
  for await (const row of (await readDataset(path)).rows("train")) rows.push({ ...row });
  return rows;
}

const llava = [
  {
    id: "chess_000001",
    image: "train/images/a.png",
    source: "puzzles",
    conversations: [
      { from: "user", value: "<image>\nDescribe the position." },
      { from: "assistant", value: '{"pieces": []}' },
    ],
  },
  {
    id: "two",
    image: ["train/images/a.png", "train/images/b.png"],
    conversations: [
      { from: "system", value: "Look." },
      { from: "human", value: "<image> and <image>?" },
      { from: "gpt", value: "é 😀" },
    ],
  },
];
const text = (said: string): object => ({ type: "text", text: said });
const image = { type: "image", text: null };

test("LLaVA rows with pictures elsewhere become a dataset of messages", async () => {
  const data = folder({
    "data/train.json": `[${llava.map((row) => JSON.stringify(row)).join()}]`,
    "pictures/train/images/a.png": 0,
    "pictures/train/images/b.png": 1,
  });
  const input = join(data, "data", "train.json");
  const { code, printed, complaint, output } = await convert("--input", input, "--image_root", join(data, "pictures"));
  expect(complaint).toMatch(/^check 100%\|█+\| 1\/1 \[.* rows=2\nconvert 100%\|█+\| 2\/2 \[.*\]\n$/);
  expect(code).toBe(0);
  expect(printed).toBe(
    `${output}: 2 rows with 3 images, split train, read as 2 llava, written as messages in parquet.\nColumns left behind (rows): source (1).\n`,
  );
  expect(await parquet(output)).toEqual([
    {
      id: "chess_000001",
      messages: [
        { role: "user", content: [image, text("\nDescribe the position.")] },
        { role: "assistant", content: [text('{"pieces": []}')] },
      ],
      images: [{ bytes: new Uint8Array(pictures[0]!), path: "a.png" }],
    },
    {
      id: "two",
      messages: [
        { role: "system", content: [text("Look.")] },
        { role: "user", content: [image, text(" and "), image, text("?")] },
        { role: "assistant", content: [text("é 😀")] },
      ],
      images: [
        { bytes: new Uint8Array(pictures[0]!), path: "a.png" },
        { bytes: new Uint8Array(pictures[1]!), path: "b.png" },
      ],
    },
  ]);
});

test("round the formats and forms and back again gives the first file", async () => {
  const data = folder({
    "train.jsonl": llava.map(({ source: _, ...row }) => row),
    "train/images/a.png": 0,
    "train/images/b.png": 1,
  });
  const first = await convert("--input", join(data, "train.jsonl"), "--to", "llava");
  const steps = [
    ["messages", "jsonl"],
    ["prompt_completion", "parquet"],
    ["trajectory", "json"],
    ["messages", "imagefolder"],
    ["trajectory", "parquet"],
    ["prompt_completion", "json"],
    ["llava", "parquet"],
  ];
  let input = first.output;
  for (const [to, format] of steps) {
    const { code, complaint, output } = await convert("--input", input, "--to", to!, "--format", format!);
    expect([code, complaint]).toEqual([0, expect.stringContaining("convert 100%")]);
    input = output;
  }
  const cells = (rows: Record<string, unknown>[]): unknown =>
    rows.map(({ images, ...row }) => ({
      ...row,
      images: (images as { bytes: Uint8Array }[]).map(({ bytes }) => bytes),
    }));
  const expected = (cells(await parquet(first.output)) as object[]).map((row, index) => ({
    ...row,
    completion_from: 1 + index,
  }));
  expect(cells(await parquet(input))).toEqual(expected);
});

test("pictures with captions or classes take their question from --prompt", async () => {
  const classes = folder({ "cat/1.png": 0, "dog/2.png": 1 });
  const { printed, output } = await convert("--input", classes, "--prompt", "What is it?", "--to", "prompt_completion");
  expect(printed).toContain("2 rows with 2 images, split train, read as 2 prompt_completion");
  expect((await parquet(output))[1]).toMatchObject({
    prompt: [{ role: "user", content: [image, text("What is it?")] }],
    completion: [{ role: "assistant", content: [text("dog")] }],
    images: [{ path: "2.png" }],
  });
  const captions = folder({ "train/metadata.csv": 'file_name,text\na.png,"A ""rook"""\n', "train/a.png": 2 });
  const second = await convert("--input", captions, "--prompt", "Name it.");
  expect((await parquet(second.output))[0]).toMatchObject({ messages: [{}, { content: [text('A "rook"')] }] });
  const { code, complaint } = await convert("--input", captions);
  expect(code).toBe(1);
  expect(complaint).toMatch(
    /line 2: dataset\.detectForm: row "0": the row is an object with image, text, which no form has;/,
  );
  const both = folder({ "metadata.jsonl": [{ file_name: "a.png", text: "a", label: "b" }], "a.png": 0 });
  expect((await convert("--input", both, "--prompt", "Which?")).complaint).toContain(
    "vlm convert: --prompt is set and the row has text and label; expected one of text and label as the answer. Leave --prompt out, or mend the row.",
  );
});

const question = (id: string, said = "Hm?"): object => ({
  id,
  image: "a.png",
  messages: [{ role: "user", content: said }],
});

test("the first bad row ends the run with its place; --bad_rows skip counts and lists them", async () => {
  const secret = folder({ "secret.png": 1 });
  const lines = [
    question("ok"),
    { id: "tags", image: "a.png", conversations: [{ from: "human", value: "no tag" }] },
    question("literal", "<image> is a tag, <image> too"),
    { ...question("out"), image: `../${secret.split("/").at(-1)}/secret.png` },
    { ...question("link"), image: "link.png" },
    { ...question("gone"), image: "gone.png" },
    question("last"),
  ];
  const data = folder({
    "train.jsonl": `${lines.map((row) => JSON.stringify(row)).join("\n")}\n{"id": nil}\n`,
    "a.png": 0,
  });
  symlinkSync(join(secret, "secret.png"), join(data, "link.png"));

  const failed = await convert("--input", data);
  expect(failed.code).toBe(1);
  expect(failed.complaint).toBe(
    'line 2: dataset.readLlava: row "tags": 0 <image> tags and 1 image; expected one for each other. Mend the text or the images, or remove the row. To go on without such rows, set --bad_rows skip.\n',
  );
  expect(readdirSync(dirname(failed.output))).toEqual([]);

  const { code, printed, output } = await convert("--input", data, "--bad-rows", "skip", "--format", "jsonl");
  expect(code).toBe(0);
  const report = printed.split("\n");
  expect(report.slice(0, 3)).toEqual([
    `${output}: 2 rows with 2 images, split train, read as 2 messages, written as messages in jsonl.`,
    "6 rows refused:",
    '  line 2: dataset.readLlava: row "tags": 0 <image> tags and 1 image; expected one for each other. Mend the text or the images, or remove the row.',
  ]);
  expect(report[3]).toMatch(/^ {2}line 3: .* row "literal": 2 <image> tags and 1 image;/);
  expect(report[4]).toMatch(/^ {2}line 4: .* holds "\.\.";/);
  expect(report[5]).toMatch(/^ {2}line 5: .* leads out of its folder by a symbolic link;/);
  expect(report[6]).toMatch(/^ {2}line 6: .* cannot be found \(ENOENT\);/);
  expect(report[7]).toMatch(/^ {2}line 8: .* is not JSON/);
  const rows = decodeJsonl(readFileSync(join(output, "train.jsonl"), "utf8")) as { id: string; images: string[] }[];
  expect(rows.map(({ id }) => id)).toEqual(["ok", "last"]);
  expect(readFileSync(join(output, rows[0]!.images[0]!))).toEqual(Buffer.from(pictures[0]!));
  expect(readdirSync(output, { recursive: true }).filter((name) => String(name).endsWith(".png"))).toHaveLength(1);
});

test("what a form cannot say is refused before anything is written", async () => {
  const parts = [{ role: "user", content: [text("What does <image> mean?")] }];
  const { code, complaint, output } = await convert(
    "--input",
    folder({ "train.json": [{ id: "q", messages: parts }] }),
    "--to",
    "llava",
  );
  expect(code).toBe(1);
  expect(complaint).toContain(
    'line 1: dataset.writeLlava: row "q": messages[0] has the text "<image>" in it; expected text without it, for this form writes every picture as <image> and has no escape. Write another form, or reword the text.',
  );
  expect(readdirSync(dirname(output))).toEqual([]);
});

test("Parquet files of other tools are read, one or the shards of a split", async () => {
  const features = {
    prompt: { _type: "Value", dtype: "string" },
    completion: { _type: "Value", dtype: "string" },
  } as const;
  const bytes = (said: string): Buffer => Buffer.from(encodeParquet([{ prompt: "?", completion: said }], { features }));
  const data = folder({});
  mkdirSync(join(data, "data"));
  for (const [name, said] of [
    ["train-00000-of-00002", "a"],
    ["train-00001-of-00002", "b"],
    ["test-00000-of-00001", "c"],
  ] as const)
    writeFileSync(join(data, "data", `${name}.parquet`), bytes(said));
  const completions = async (...argv: string[]): Promise<unknown> => {
    const { output } = await convert(...argv, "--to", "llava", "--format", "jsonl");
    return (decodeJsonl(readFileSync(join(output, `${argv[3] ?? "train"}.jsonl`), "utf8")) as (typeof llava)[]).map(
      (row) => (row as unknown as (typeof llava)[0]).conversations[1]!.value,
    );
  };
  expect(await completions("--input", data)).toEqual(["a", "b"]);
  expect(await completions("--input", data, "--split", "test")).toEqual(["c"]);
  expect(await completions("--input", join(data, "data", "test-00000-of-00001.parquet"))).toEqual(["c"]);
  expect(await convert("--input", data, "--split", "eval")).toMatchObject({
    code: 2,
    complaint: `vlm convert: ${data} has no Parquet file of the split eval (found data/test-00000-of-00001.parquet, data/train-00000-of-00002.parquet, data/train-00001-of-00002.parquet); expected eval-00000-of-00001.parquet or the like. Set --split, or name one file as --input.\n`,
  });
});

test("wrong usage is refused before the input is read", async () => {
  const data = folder({
    "train.jsonl": [question("1")],
    "train.json": "[]",
    "a.png": 0,
    "notes.txt": "",
    "empty.jsonl": "\n",
  });
  const input = join(data, "train.jsonl");
  expect(await convert("--input", input, "--output", data)).toMatchObject({
    code: 2,
    complaint: `vlm convert: --output ${data} is not empty; expected no folder or an empty one. Choose another, or set --overwrite to replace what this command wrote.\n`,
  });
  expect(await convert("--input", input, "--output", "out.jsonl")).toMatchObject({
    code: 2,
    complaint:
      "vlm convert: --output out.jsonl looks like a file; expected a folder, which gets the file and its pictures. Leave the ending out.\n",
  });
  expect(await convert("--input", input, "--output", join(data, "notes.txt"))).toMatchObject({
    code: 2,
    complaint: `vlm convert: --output ${join(data, "notes.txt")} cannot be listed (ENOTDIR); expected a folder or nothing. Choose another name.\n`,
  });
  expect(await convert("--input", join(data, "absent"))).toMatchObject({
    code: 2,
    complaint: `vlm convert: --input ${join(data, "absent")} cannot be read (ENOENT); expected a file or folder. Check the path.\n`,
  });
  expect(await convert("--input", join(data, "notes.txt"))).toMatchObject({
    code: 2,
    complaint: `vlm convert: --input ${join(data, "notes.txt")} is of no kind that it reads; expected .parquet, .jsonl, .ndjson or .json, or a folder. Rename the file.\n`,
  });
  expect(await convert("--input", data)).toMatchObject({
    code: 2,
    complaint: `vlm convert: ${data} has train.jsonl and train.json; expected one file of the split train. Name the file as --input.\n`,
  });
  const { code, complaint } = await convert("--input", join(data, "empty.jsonl"));
  expect(code).toBe(1);
  expect(complaint).toContain(
    `vlm convert: ${join(data, "empty.jsonl")} holds no rows; expected at least one conversation. Check --input, --from and --split.`,
  );
});

test("--overwrite replaces an output of its own; an interruption leaves nothing", async () => {
  const data = folder({ "train.jsonl": [question("1"), question("2")], "a.png": 0 });
  const { output } = await convert("--input", data, "--format", "json");
  expect((await convert("--input", data, "--format", "jsonl", "--output", output, "--overwrite")).code).toBe(0);
  expect(readdirSync(output).sort()).toEqual([".vlm-json-folder", "images", "train.jsonl"]);
  const interruption = new AbortController();
  interruption.abort();
  signal = interruption.signal;
  const stopped = await convert("--input", data);
  expect(stopped.code).toBe(130);
  expect(readdirSync(dirname(stopped.output))).toEqual([]);
});
