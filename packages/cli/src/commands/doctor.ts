import { version_core } from "@tensorflow/tfjs-core";
import { useBackend } from "@vlm/ops";
import { z } from "zod";
import { type Command, command } from "../command.js";

/** What of this machine the other commands can use. */
export const doctor: Command = command({
  schema: z.object({}),
  async run(_, { print }) {
    print(`Node ${process.versions.node} on ${process.platform} ${process.arch}, TensorFlow.js ${version_core}`);
    for (const name of ["wasm", "cpu", "tensorflow"] as const) {
      const found = await useBackend(name).then(
        () => "ready",
        (error: unknown) => (error instanceof Error ? error.message : String(error)),
      );
      print(`backend ${name}: ${found}`);
    }
  },
});
