import { parseArgs } from "node:util";
import { campaign } from "./campaign.js";

/** `node tools/dist/fuzz/safetensors.js --count 100000 [--seed 1] [--first 0]`: damaged checkpoints, read whole. */
const { values } = parseArgs({
  options: {
    count: { type: "string", default: "100000" },
    seed: { type: "string", default: "1" },
    first: { type: "string", default: "0" },
  },
});
const [count, seed, first] = [values.count, values.seed, values.first].map(Number) as [number, number, number];
const began = performance.now();
const { outcomes, largestFile, largestAllocation, largestRatio, slowestMs } = await campaign({ count, seed, first });
const seconds = (performance.now() - began) / 1000;
for (const [kind, times] of [...outcomes].sort(([, a], [, b]) => b - a)) {
  console.log(`${kind.padEnd(20)} ${String(times).padStart(7)}`);
}
console.log(
  `${count} checkpoints in ${seconds.toFixed(1)} s, ${outcomes.size} outcomes; the largest had ${largestFile} bytes. ` +
    `Largest allocation ${largestAllocation} bytes, ${largestRatio.toFixed(2)} of its files; slowest ${slowestMs.toFixed(1)} ms.`,
);
