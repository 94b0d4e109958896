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

/** Milliseconds of processor time for one picture, all threads together: a busy machine changes them least. */
async function timed({ file, processor: config }: Request, repeat: number): Promise<object> {
  const bytes = await readFile(file);
  const processor = createImageProcessor(config);
  const before = process.cpuUsage();
  for (let i = 0; i < repeat; i++) processor.process(await decodeImage(bytes));
  const { user, system } = process.cpuUsage(before);
  return { milliseconds: (user + system) / 1000 / repeat };
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
