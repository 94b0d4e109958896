import { join } from "node:path";
import { parseArgs } from "node:util";
import { readLlava } from "@vlm/dataset";
import { readJsonRows } from "@vlm/dataset/node";
import { makeDataset } from "./make-dataset.js";
import { measure, type Reader } from "./measure.js";

const { values } = parseArgs({
  options: {
    folder: { type: "string", default: "runs/chess-reading" },
    games: { type: "string", default: "100" },
    pgn: { type: "string" },
  },
});

const llava = await makeDataset(values.folder, { games: Number(values.games), pgn: values.pgn });

/** The pictures' true answers, by the names of their rows. */
const answers = new Map<string, string>();
for await (const { value } of readJsonRows(join(llava, "test.json"))) {
  const { id, messages } = readLlava(value);
  const text = messages.at(-1)!.content.map((part) => (part.type === "text" ? part.text : ""));
  answers.set(id, text.join(""));
}

// Stand-ins for models, which would look at the picture: one that knows, one that never looks, one that drops a piece.
const first = [...answers.values()][0]!;
const readers: Readonly<Record<string, Reader>> = {
  "knows it": (id) => answers.get(id)!,
  "never looks": () => first,
  "drops a piece": (id) => answers.get(id)!.replace(/\{"square"[^}]*\}, /, ""),
};
console.log("reader        | valid JSON | valid position | exact JSON | exact FEN | exact board | squares");
for (const [name, reader] of Object.entries(readers)) {
  const shares = await measure(join(values.folder, "dataset"), reader);
  console.log([name.padEnd(13), ...shares.map((share) => `${(100 * share).toFixed(1)} %`)].join(" | "));
}
