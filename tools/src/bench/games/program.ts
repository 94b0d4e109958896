/** Our side of group "games", a program: `node program.js FOLDER …`. See ../serve.ts. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Work } from "../case.js";
import { serve } from "../serve.js";
import { perftWork } from "./perft-work.js";
import { pictureWork } from "./picture-work.js";
import { playoutWork } from "./playout-work.js";
import { searchWork } from "./search-work.js";
import type { GamesWork } from "./work.js";

const folder = process.argv[2]!;
const works: Readonly<Record<string, GamesWork>> = JSON.parse(await readFile(join(folder, "cases.json"), "utf8"));
const cases = new Map<string, () => Promise<Work>>();
for (const [name, work] of Object.entries(works)) {
  cases.set(`${name}/ours`, () => workOf(work));
  if (!("bar" in work)) continue;
  const { boards, bar } = work;
  cases.set(`${name}/${bar} boards/s`, async () => ({ run() {}, output: () => ({}), seconds: () => boards / bar }));
}
await serve(cases, { versions: { node: process.versions.node } });

async function workOf(work: GamesWork): Promise<Work> {
  switch (work.task) {
    case "search":
      return searchWork(work);
    case "playout":
      return playoutWork(work);
    case "perft":
      return perftWork(work);
    default:
      return pictureWork(folder, work);
  }
}
