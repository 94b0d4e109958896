/**
 * The Node side of tools/python/check_images.py. Each line of standard input is a request, each line of output its
 * answer: how a picture is decoded and what a processor makes of it, or how long both take.
 */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import { createImageProcessor } from "@vlm/collator";
import { decodeImage } from "@vlm/collator/node";

interface Request {
  readonly file: string;
  /** A parsed preprocessor_config.json. */
  readonly processor: unknown;
  /** How often to do it for its time, from a file already in memory. */
  readonly repeat?: number;
}

async function compared({ file, processor }: Request): Promise<object> {
  const image = await decodeImage(await readFile(file));
  const colors = digest(image.data.filter((_, i) => i % 4 !== 3));
  const decoded = { width: image.width, height: image.height, colors };
  try {
    const { pixelValues, shape, grid } = createImageProcessor(processor).process(image);
    return { ...decoded, shape, grid, pixelValues: digest(pixelValues) };
  } catch (error) {
    return { ...decoded, refused: String(error) };
  }
}

/** Milliseconds of each repetition. */
async function timed({ file, processor: config }: Request, repeat: number): Promise<object> {
  const bytes = await readFile(file);
  const processor = createImageProcessor(config);
  const times: number[] = [];
  for (let i = 0; i < repeat; i++) {
    const begin = performance.now();
    processor.process(await decodeImage(bytes));
    times.push(performance.now() - begin);
  }
  return { times };
}

function digest(data: ArrayBufferView): string {
  return createHash("sha256")
    .update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength))
    .digest("hex");
}

for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line) as Request;
  let answer: object;
  try {
    answer = await (request.repeat === undefined ? compared(request) : timed(request, request.repeat));
  } catch (error) {
    answer = { refused: String(error) };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
