import { execFile } from "node:child_process";
import { mkdtemp, open, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { architectureOf } from "@vlm/models";
import { afterAll, beforeAll, expect, it } from "vitest";

const MEGABYTE = 2 ** 20;

/** 104 million parameters, all but a few in linear layers. */
const config = {
  model_type: "qwen2_vl",
  tie_word_embeddings: true,
  image_token_id: 30,
  video_token_id: 31,
  vocab_size: 32,
  hidden_size: 1024,
  intermediate_size: 8192,
  num_hidden_layers: 4,
  num_attention_heads: 8,
  num_key_value_heads: 1,
  max_position_embeddings: 64,
  rope_theta: 1e4,
  rope_scaling: { type: "mrope", mrope_section: [16, 24, 24] },
  vision_config: {
    depth: 1,
    embed_dim: 8,
    num_heads: 2,
    in_channels: 1,
    patch_size: 2,
    mlp_ratio: 1,
    hidden_size: 1024,
  },
};

let folder: string;
let [parameters, largest] = [0, 0];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "vlm-memory-"));
  await writeFile(join(folder, "config.json"), JSON.stringify(config));
  const header: Record<string, object> = {};
  for (const [name, shape] of architectureOf(config).shapes) {
    const size = shape.reduce((a, b) => a * b, 1);
    header[name] = { dtype: "BF16", shape, data_offsets: [2 * parameters, 2 * (parameters + size)] };
    parameters += size;
    largest = Math.max(largest, size);
  }
  // All zeros: a file with a hole takes no disk, and its tensors take as much memory as any.
  const text = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  const file = await open(join(folder, "model.safetensors"), "w");
  await file.write(Buffer.concat([length, text]));
  await file.truncate(8 + text.length + 2 * parameters);
  await file.close();
});
afterAll(() => rm(folder, { recursive: true }));

/** How far a process of its own grows while it loads, in bytes. */
async function growth(options: string): Promise<number> {
  const program = `
    import { useBackend } from "@vlm/ops";
    import { load } from "@vlm/models/node";
    import { fourBit } from "@vlm/quant-cuda";
    await useBackend("cpu");
    const before = process.memoryUsage.rss();
    const model = await load(${JSON.stringify(folder)}, ${options});
    console.log(process.resourceUsage().maxRSS * 1024 - before, model.linears.length);
  `;
  const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "-e", program], {
    cwd: import.meta.dirname,
  });
  return Number(stdout.split(" ")[0]);
}

// What the collector has not yet taken back, and the code that loading pulls in.
const SLACK = 90 * MEGABYTE;

it("loads dense weights into their own memory and no more", async () => {
  expect(parameters).toBeGreaterThan(100e6);
  const grown = await growth("{}");
  expect(grown).toBeGreaterThan(0.9 * 4 * parameters);
  expect(grown).toBeLessThan(4 * (parameters + largest) + SLACK);
});

it("packs tensor by tensor: never more than the packed model and one tensor", async () => {
  const packed = (4.2 / 8) * parameters;
  const grown = await growth("{ quantization: fourBit() }");
  expect(grown).toBeGreaterThan(packed);
  expect(grown).toBeLessThan(packed + 4 * largest + SLACK);
});
