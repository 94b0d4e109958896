import type { Game, Random } from "@vlm/types";
import { fingerprint } from "./fingerprint.js";
import { type CommonLaws, throws } from "./laws.js";
import { noise } from "./noise.js";

/** `read` undoes `write`, with and without the state, and gives null or a legal action for any other text. */
export function checkNotation<State, Action>(
  game: Pick<Game<State, Action>, "read" | "write">,
  laws: CommonLaws,
  state: State,
  actions: readonly Action[],
  random: Random,
): void {
  for (const action of actions) {
    for (const text of new Set([game.write(action, state), game.write(action)])) {
      const read = laws.pure("read", state, () => game.read(text, state));
      laws.require(
        fingerprint(read) === fingerprint(action),
        `read gave ${fingerprint(read)} for ${JSON.stringify(text)}, which write made of ${fingerprint(action)}`,
        "read to undo write",
      );
    }
  }
  const legal = new Set(actions.map(fingerprint));
  const sample = actions.length === 0 ? "" : game.write(actions[Math.floor(random() * actions.length)]!, state);
  laws.pure("read", state, () => {
    for (const text of noise(sample, random)) {
      const said = JSON.stringify(text.slice(0, 60));
      laws.require(
        !throws(() => game.read(text, state)),
        `read threw for ${said}`,
        "null where no legal action is named",
      );
      const read = game.read(text, state);
      laws.require(
        read === null || legal.has(fingerprint(read)),
        `read gave the illegal action ${fingerprint(read)} for ${said}`,
        "null where no legal action is named",
      );
    }
  });
}
