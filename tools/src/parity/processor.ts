import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { createChat, loadTokenizer, qwen3VlTemplate } from "@vlm/chat-template";
import { createImageProcessor, smartResize } from "@vlm/collator";
import { decodeImage } from "@vlm/collator/node";
import { openSafetensors, type Safetensors } from "@vlm/safetensors";
import { fileSource } from "@vlm/safetensors/node";
import type { Message } from "@vlm/types";
import { type Comparison, compare } from "./comparison.js";

/** A case of kind `processor`: grids, pixel values, target sizes, chat texts and ids. Everything must be equal. */
export async function processor(folder: string): Promise<Comparison[]> {
  const golden = await openSafetensors(await fileSource(join(folder, "golden.safetensors")));
  try {
    return [...(await images(folder, golden)), ...(await targetSizes(folder)), ...(await conversations(folder))];
  } finally {
    await golden.close();
  }
}

interface ImageCases {
  readonly processors: Readonly<Record<string, unknown>>;
  readonly cases: readonly (readonly [processor: string, image: string, grid: readonly (readonly number[])[]])[];
}

async function images(folder: string, golden: Safetensors): Promise<Comparison[]> {
  const { processors, cases } = await readJson<ImageCases>(folder, "cases.json");
  const comparisons: Comparison[] = [];
  for (const [name, imageName] of cases) {
    const image = await decodeImage(await readFile(join(folder, `${imageName}.png`)));
    const { pixelValues, grid } = createImageProcessor(processors[name]).process(image);
    const [pixels, grids] = ["pixel_values", "image_grid_thw"].map((kind) => `${name}.${imageName}.${kind}`) as [
      string,
      string,
    ];
    comparisons.push(
      compare(grids, golden.tensors.get(grids)!.shape, grid ?? [], await golden.readInt32(grids)),
      compare(pixels, golden.tensors.get(pixels)!.shape, pixelValues, await golden.readFloat32(pixels)),
    );
  }
  return comparisons;
}

type TargetSize = readonly [
  factor: number,
  minPixels: number,
  maxPixels: number,
  height: number,
  width: number,
  result: readonly [number, number] | "error",
];

async function targetSizes(folder: string): Promise<Comparison[]> {
  const rows = await readJson<readonly TargetSize[]>(folder, "smart_resize.json");
  return rows.map(([factor, minPixels, maxPixels, height, width, expected]) => {
    const name = `smart_resize ${height}x${width} factor ${factor} pixels ${minPixels}..${maxPixels}`;
    let actual: readonly number[];
    try {
      const size = smartResize(height, width, { factor, minPixels, maxPixels });
      actual = [size.height, size.width];
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      actual = [];
    }
    return compare(name, [2], actual, expected === "error" ? [] : expected);
  });
}

interface Encoded {
  readonly text: string;
  readonly ids: readonly number[];
}

interface ChatCases {
  readonly conversations: Readonly<Record<string, readonly Message[]>>;
  readonly tools: readonly unknown[];
  readonly rendered: Readonly<Record<string, Encoded>>;
}

async function conversations(folder: string): Promise<Comparison[]> {
  const { tokenizer: packageName, special_tokens: specialTokens } = await readJson<{
    readonly tokenizer: string;
    readonly special_tokens: "text" | "parse";
  }>(folder, "case.json");
  const path = createRequire(import.meta.url).resolve(`${packageName}/models/tokenizer.json`);
  const tokenizer = loadTokenizer({ tokenizerJson: JSON.parse(await readFile(path, "utf8")) });
  const chat = createChat({ tokenizer, template: qwen3VlTemplate });
  const chats = await readJson<ChatCases>(folder, "chat_qwen3_vl.json");
  const rendered = Object.entries(chats.rendered).flatMap(([key, expected]) => {
    const [id, generation, vision] = key.split("|") as [string, string, string];
    const conversation = {
      id,
      messages: chats.conversations[id]!,
      ...(id === "tools" && { tools: chats.tools }),
    };
    const options = { addGenerationPrompt: generation === "gen=True", addVisionId: vision === "vid=True" };
    return [
      compareTexts(`chat ${key} text`, chat.render(conversation, options), expected.text),
      compareIds(`chat ${key} ids`, chat.encode(conversation, { ...options, specialTokens }).tokens, expected.ids),
    ];
  });
  const texts = await readJson<readonly Encoded[]>(folder, "tokenizer_qwen3.json");
  return [
    ...rendered,
    ...texts.map(({ text, ids }) =>
      compareIds(`tokenizer ${JSON.stringify(text.slice(0, 40))}`, tokenizer.encode(text), ids),
    ),
  ];
}

function compareIds(name: string, actual: ArrayLike<number>, expected: readonly number[]): Comparison {
  return compare(name, [expected.length], actual, expected);
}

function compareTexts(name: string, actual: string, expected: string): Comparison {
  const units = (text: string): number[] => Array.from({ length: text.length }, (_, i) => text.charCodeAt(i));
  return compare(name, [expected.length], units(actual), units(expected));
}

async function readJson<T>(folder: string, name: string): Promise<T> {
  return JSON.parse(await readFile(join(folder, name), "utf8")) as T;
}
