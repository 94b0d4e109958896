import { join } from "node:path";
import { parseArgs } from "node:util";
import { progress } from "@vlm/cli/progress";
import { type ConversationRow, forms, shapeOf } from "@vlm/dataset";
import { writeDataset } from "@vlm/dataset/node";
import { type TicTacToeState, ticTacToe } from "@vlm/games";
import { random } from "@vlm/mcts";
import { selfPlayGames } from "@vlm/mcts/node";
import {
  answered,
  drawTicTacToeQuestion,
  readTicTacToeMove,
  type TicTacToeRow,
  ticTacToeFeatures,
  ticTacToeRow,
  ticTacToeStateOf,
} from "@vlm/tasks";

const { values } = parseArgs({
  options: {
    folder: { type: "string", default: "runs/tic-tac-toe-episodes" },
    episodes: { type: "string", default: "1000" },
    simulations: { type: "string", default: "1000" },
  },
});
const [episodes, simulations] = [Number(values.episodes), Number(values.simulations)];

// Episodes of the search against itself in threads; one move in ten is random, so that the data cover the game.
const module = new URL("./game.js", import.meta.url);
const rows: TicTacToeRow[] = [];
const ends = new Map<number, number>();
const bar = progress("self-play", episodes, { unit: "episode" });
for await (const moves of selfPlayGames<TicTacToeState, number>(module, {
  games: episodes,
  simulations,
  epsilon: 0.1,
  seed: 42,
})) {
  for (const { game, ply, state, search } of moves)
    rows.push(ticTacToeRow({ id: `g${game}-p${ply}`, game, ply, state, search }));
  const { state, played } = moves.at(-1)!;
  const [points] = ticTacToe.result(ticTacToe.play(state, played))!;
  ends.set(points!, (ends.get(points!) ?? 0) + 1);
  bar.update(moves[0]!.game + 1, { positions: rows.length });
}
bar.finish();

// State, action and legal actions, with the visits and value of each: the columns of seed 004 and soft labels beside them.
await writeDataset(join(values.folder, "dataset"), { train: rows }, { features: ticTacToeFeatures, overwrite: true });

// The same as conversations, a prompt and `<move>x(1,1)</move>`: what `vlm train` takes.
const questions = rows.map((row) => drawTicTacToeQuestion(row, random(42), { task: "MOVE" }));
const conversations = questions.map((question): ConversationRow => {
  const messages = answered(question) as ConversationRow["messages"];
  return { id: question.id, messages, images: [] };
});
const features = forms.messages.features(shapeOf(conversations[0]!));
const written = conversations.map((conversation) => forms.messages.write(conversation));
await writeDataset(join(values.folder, "messages"), { train: written }, { features, overwrite: true });

// A model's answer is read as its prompt asks for it; the true ones are all legal, and the search's own.
const wrong = rows.filter((row, index) => {
  const move = readTicTacToeMove(questions[index]!.reference, ticTacToeStateOf(row));
  return move !== row.action || !row.legal_actions.includes(move);
});
const [x, o, draws] = [1, -1, 0].map((points) => ends.get(points) ?? 0);
console.log(`${values.folder}: ${rows.length} positions of ${episodes} episodes; x won ${x}, o ${o}, ${draws} drawn.`);
console.log(`${wrong.length} answers do not read back as the search's move.`);
