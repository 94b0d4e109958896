import { join } from "node:path";
import { parseArgs } from "node:util";
import { readDataset, writeDataset } from "@vlm/dataset/node";
import { match } from "@vlm/eval";
import { checkGame } from "@vlm/games/testing";
import { randomPlayer, search, searchPlayer } from "@vlm/mcts";
import { selfPlayGames } from "@vlm/mcts/node";
import { draw } from "@vlm/render";
import { encodePng } from "@vlm/render/node";
import { type Kayles, kayles } from "./kayles.js";

const { values } = parseArgs({ options: { folder: { type: "string", default: "runs/own-game" } } });

// Does it keep the laws of a game?
checkGame(kayles);

// What does a search say of it?
const found = search(kayles, kayles.start(), { simulations: 5000 });
console.log(`The first player's best roll is ${kayles.write(found.best)}, worth ${found.value.toFixed(2)}.`);

/** A drawn board: one row, a cross or a ring where a pin is down. */
const picture = ({ pins }: Kayles): Promise<Uint8Array> =>
  encodePng(draw({ rows: 1, columns: pins.length, marks: pins }, { size: 288 }));

/** A dataset: positions of self-play in threads, each with its picture and what the search found. */
async function* rows(from: number, to: number) {
  const thread = new URL("./kayles.js", import.meta.url);
  const games = selfPlayGames<Kayles, readonly number[]>(thread, { from, games: to, simulations: 1000, workers: 2 });
  for await (const moves of games) {
    for (const { game, ply, state, search } of moves) {
      const legal = search.actions.map(({ action }) => kayles.write(action));
      const visits = search.actions.map((action) => action.visits);
      yield {
        game,
        ply,
        image: { bytes: await picture(state), path: null },
        best: kayles.write(search.best),
        legal,
        visits,
      };
    }
  }
}
const value = (dtype: "string" | "int32") => ({ _type: "Value", dtype }) as const;
const list = <Feature>(feature: Feature) => ({ _type: "List", feature }) as const;
const features = {
  game: value("int32"),
  ply: value("int32"),
  image: { _type: "Image" } as const,
  best: value("string"),
  legal: list(value("string")),
  visits: list(value("int32")),
};
const folder = join(values.folder, "dataset");
await writeDataset(folder, { train: rows(0, 16), eval: rows(16, 20) }, { features, overwrite: true });
const dataset = await readDataset(folder);
const { game, ply, best } = await dataset.row("eval", 0);
console.log(`${folder}: ${dataset.length("train")} and ${dataset.length("eval")} positions;`);
console.log(`in the first to evaluate on, game ${game} after ${ply} plies, ${best} is best.`);

// A match: the search against chance, from both sides.
const [searcher, chance] = [searchPlayer(kayles, { simulations: 500 }), randomPlayer(kayles)];
let points = 0;
for (let round = 0; round < 20; round++) {
  const first = round % 2;
  const { result } = await match(kayles, first === 0 ? [searcher, chance] : [chance, searcher], { seed: round });
  if (result[first]! > 0) points++;
}
console.log(`The search won ${points} of 20 games against chance.`);
