import type { Game } from "@vlm/types";
import { fingerprint } from "./fingerprint.js";
import { lawsOf, throws } from "./laws.js";
import { noise } from "./noise.js";
import { seededRandom } from "./seeded-random.js";

/** How positions become text and are read back. */
export interface Encoding<State> {
  encode(state: State): string;
  /** Null where the text is no position; a reader that says why is wrapped: `(text) => readFen(text).state`. */
  decode(text: string): State | null;
}

/**
 * Plays random games and throws an Error unless `decode` gives back every position that `encode` wrote, and answers any other
 * text with null or a position: what was found, what was expected.
 */
export function checkEncoding<State, Action>(
  game: Game<State, Action>,
  { encode, decode }: Encoding<State>,
  { seed = 0, games = 20 }: { seed?: number; games?: number } = {},
): void {
  const laws = lawsOf(game, { caller: "checkEncoding", culprit: "encoding" });
  const random = seededRandom(seed);
  for (let count = 0; count < games; count++) {
    let state = game.start();
    for (;;) {
      const text = laws.pure("encode", state, () => encode(state));
      const said = JSON.stringify(text.slice(0, 200));
      const decoded = fingerprint(decode(text));
      laws.require(decoded === fingerprint(state), `decode gave ${decoded} for ${said}`, fingerprint(state));
      for (const other of noise(text, random)) {
        laws.require(!throws(() => decode(other)), `decode threw for ${JSON.stringify(other.slice(0, 200))}`, "null");
        const read = decode(other);
        if (read === null) continue;
        laws.require(
          fingerprint(decode(encode(read))) === fingerprint(read),
          `decode gave ${fingerprint(read)} for ${JSON.stringify(other.slice(0, 200))}, which encode writes otherwise`,
          "a position that survives encode and decode",
        );
      }
      const actions = game.actions(state);
      if (actions.length === 0) break;
      state = game.play(state, actions[Math.floor(random() * actions.length)]!);
    }
  }
}
