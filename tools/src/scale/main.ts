/**
 * Proof that a model of real size fits on a plain machine:
 *
 * node tools/dist/scale/main.js write DIR   a random checkpoint of Qwen3-VL-2B's shape, 4.3 GB
 * node tools/dist/scale/main.js load DIR    loads it as NF4 and lets it answer a question about a picture
 * node tools/dist/scale/main.js step DIR    takes one step of QLoRA
 *
 * Prints times and the most memory in use, each beside its bound. tools/python/rivals/scale_rival.py does the same with
 * transformers.
 */
import { answer } from "./answer.js";
import { megabytes, peakMemory } from "./memory.js";
import { takeStep } from "./step.js";
import { writeCheckpoint } from "./write-checkpoint.js";

async function write(folder: string): Promise<void> {
  const began = performance.now();
  const bytes = await writeCheckpoint(folder);
  console.log(`write     ${megabytes(bytes)} in ${((performance.now() - began) / 1000).toFixed(1)} s`);
  console.log(`peak      ${megabytes(peakMemory())}`);
}

const commands = new Map([
  ["write", write],
  ["load", answer],
  ["step", takeStep],
]);

const [name = "", folder] = process.argv.slice(2);
const command = commands.get(name);
if (!command || folder === undefined) {
  console.error(
    `tools.scale: no command ${JSON.stringify(process.argv.slice(2).join(" "))}; expected write, load or step, and a folder. Name both.`,
  );
  process.exitCode = 2;
} else await command(folder);
