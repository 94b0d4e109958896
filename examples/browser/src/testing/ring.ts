import * as tf from "@tensorflow/tfjs-core";
import { encodeParquet, openParquet } from "@vlm/dataset";
import { evaluate, match } from "@vlm/eval";
import { ticTacToe, ultimateTicTacToe } from "@vlm/games";
import { attach, countParameters } from "@vlm/lora";
import { randomPlayer, searchPlayer } from "@vlm/mcts";
import { rmsNorm } from "@vlm/ops";
import { drawUltimateTicTacToe } from "@vlm/render";
import { bytesSource, type Folder, openSafetensors, serialize } from "@vlm/safetensors";
import { answered, ultimateTasks } from "@vlm/tasks";
import { openCheckpoint } from "../page/checkpoint.js";
import { positionAfter, questionAbout } from "../page/questions.js";

/**
 * Goes once round the ring and says something of every package on the way, the same in Node and in a browser:
 * a game, pictures, questions, a Parquet file, tokens, a batch, an answer, a step of training, an evaluation.
 */
export async function ring(folder: Folder): Promise<Readonly<Record<string, unknown>>> {
  const played = await match(ticTacToe, [
    async (state) => searchPlayer(ticTacToe, { simulations: 50, seed: 1 })(state),
    async (state) => randomPlayer(ticTacToe, 1)(state),
  ]);
  const state = positionAfter(20, { seed: 4 });
  const picture = drawUltimateTicTacToe(state, { size: 96 });
  const questions = ultimateTasks.map((task) => questionAbout(state, task));

  const parquet = encodeParquet(
    questions.map(({ id, truth }) => ({ id, truth })),
    { features: { id: { _type: "Value", dtype: "string" }, truth: { _type: "Value", dtype: "string" } } },
  );
  const table = await openParquet(parquet);

  const stored = serialize([["x", { dtype: "F32", shape: [2], data: Float32Array.of(3, 4) }]]);
  const x = tf.tensor(await (await openSafetensors(bytesSource("x", stored))).readFloat32("x"), [1, 2]);
  const normed = rmsNorm(x, tf.ones([2]), 1e-6);

  const { model, chat, collate, prompt } = await openCheckpoint(folder);
  const [question] = questions;
  const [tokens] = await model.generate(prompt(question!.messages, picture), { maxNewTokens: 12 });
  const sample = chat.encode({ id: "sample", messages: answered(question!), images: [picture] });
  const adapter = attach(model, { r: 2, loraAlpha: 4, targetModules: ["q_proj"] }, { seed: 1 });
  const batch = collate([sample]);
  const { value, grads } = tf.variableGrads(() => model.loss(batch));
  const norm = Math.sqrt(Object.values(grads).reduce((sum, grad) => sum + tf.sum(tf.square(grad)).dataSync()[0]!, 0));

  const evaluation = await evaluate(questions, async (asked) => asked.map(({ reference }) => reference));
  return {
    games: ultimateTicTacToe.actions(state).map((action) => ultimateTicTacToe.write(action)),
    mcts: played.moves.map(({ action }) => action),
    render: picture.data.reduce((sum, byte) => (31 * sum + byte) >>> 0, 0),
    tasks: questions.map(({ score, reference }) => score(reference).correct),
    dataset: [parquet.length, table.length, await table.row(3)],
    "chat-template": chat.decode(sample.tokens),
    collator: [batch.inputIds.shape, batch.pixelValues?.shape, Array.from(batch.labels.data)],
    safetensors: stored.length,
    ops: Array.from(normed.dataSync(), (element) => element.toFixed(5)),
    models: tokens,
    lora: [
      adapter.parameters.size,
      countParameters(model, adapter.config),
      value.dataSync()[0]!.toFixed(3),
      norm.toFixed(3),
    ],
    eval: evaluation.tasks,
  };
}
