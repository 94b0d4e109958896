/** What each of `gradientThreads` does, with a copy of the model of its own. */
import { parentPort, workerData } from "node:worker_threads";
import { useBackend } from "@vlm/ops";
import { gradientsOf, writeParameters } from "@vlm/trainer";
import type { Reply, Work } from "./gradient-threads.js";
import { openStudent } from "./student.js";

await useBackend(workerData.backend);
const { trainee } = await openStudent(workerData.checkpoint);

parentPort!.on("message", async ({ batch, parameters, training }: Work) => {
  let reply: Reply;
  try {
    writeParameters(trainee, parameters);
    reply = await gradientsOf(trainee, batch, training);
  } catch (error) {
    reply = { error };
  }
  parentPort!.postMessage(reply);
});
