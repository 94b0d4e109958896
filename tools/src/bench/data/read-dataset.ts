/**
 * Reads every row of a dataset's training split and prints this process's largest resident set, in bytes.
 *
 * Run: node tools/dist/bench/data/read-dataset.js FOLDER
 */
import { readDataset } from "@vlm/dataset/node";

const [folder] = process.argv.slice(2);
if (folder === undefined)
  throw new Error("bench.read-dataset: no folder is given; expected that of a dataset. Name it.");
let rows = 0;
for await (const _ of (await readDataset(folder)).rows("train")) rows++;
if (rows === 0) throw new Error(`bench.read-dataset: ${folder} has no rows; expected some. Write it again.`);
// Linux counts in kibibytes.
console.log(process.resourceUsage().maxRSS * 1024);
