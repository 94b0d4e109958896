import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { loadChat } from "@vlm/chat-template/node";
import type { Sample } from "@vlm/types";
import type { Case } from "../case.js";
import { checkpoint } from "./checkpoint.js";
import { conversations } from "./conversations.js";
import { positions } from "./positions.js";

const perCall = 500;
/** So many that a run of 15 rounds sees no conversation twice: caches must not know whole answers. */
const calls = 20;

/** Messages to token ids, and for us which of them are trained. */
export const chat: Case = {
  name: "chat",
  about: `${perCall} conversations about game positions to token ids, each seen for the first time`,
  items: perCall,
  unit: "conversation",
  goal: 1.5,
  warmUpCalls: 4,
  rivals: [{ name: "transformers" }, { name: "transformers, all at once" }],
  async open(context) {
    const folder = await checkpoint(context);
    const messages = conversations(positions(context, 6_000), calls * perCall);
    await writeFile(join(context.folder, "conversations.json"), JSON.stringify(messages));
    const encoder = await loadChat(folder);
    const run = (call: number): readonly Sample[] => {
      const first = perCall * (call % calls);
      return messages
        .slice(first, first + perCall)
        .map((conversation, index) => encoder.encode({ id: String(first + index), messages: conversation }));
    };
    return {
      run,
      output(call) {
        const samples = run(call);
        return {
          ids: Int32Array.from(samples.flatMap(({ tokens }) => [...tokens])),
          lengths: Int32Array.from(samples, ({ tokens }) => tokens.length),
        };
      },
    };
  },
};
