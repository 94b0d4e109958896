import { boards, match } from "@vlm/eval";
import { formatUltimate, ultimateTicTacToe as game, type UltimateState } from "@vlm/games";
import { randomPlayer, searchPlayer } from "@vlm/mcts";
import { type Automaton, constrain, joined, jsonSchema } from "@vlm/models";
import { drawUltimateTicTacToe, type ThemeName, themeNames } from "@vlm/render";
import { legalAnswer, moveQuestion, readMove } from "@vlm/tasks";
import { z } from "zod";
import { openCheckpoint } from "../checkpoint.js";
import { type Command, command } from "../command.js";
import { modelOptions } from "../model-options.js";
import { progress } from "../progress.js";

/** One game of a model against an opponent, printed as boards. */
export const play: Command = command({
  schema: z.object({
    ...modelOptions,
    opponent: z.enum(["random", "mcts"]).default("random").describe("who plays the other side"),
    simulations: z.int().min(1).default(300).describe("of the opponent mcts, a move"),
    model_plays: z.enum(["x", "o"]).default("x").describe("side of the model; x begins"),
    image_size: z.int().min(72).default(288).describe("side of the pictures in pixels"),
    constrain: z.boolean().default(false).describe("let the model say nothing but legal moves"),
    theme: z
      .enum(themeNames as [ThemeName, ...ThemeName[]])
      .default("paper")
      .describe("look of the pictures"),
    seed: z.int().min(0).default(42).describe("of the opponent and of moves in place of unusable answers"),
  }),
  async run(options, { print, progress: stream, signal }) {
    const { opponent, simulations, image_size: size, theme, seed } = options;
    const { ask, vocabulary } = await openCheckpoint(options, stream);
    const known = options.constrain ? await vocabulary() : null;
    const model = async (state: UltimateState): Promise<number | null> => {
      signal.throwIfAborted();
      const picture = drawUltimateTicTacToe(state, { size, theme });
      const question = { id: "move", messages: moveQuestion(state) };
      const [answer] = await ask([question], [picture], { constraint: known && constrain(legal(state), known) });
      return readMove(answer!, state);
    };
    const other = opponent === "random" ? randomPlayer(game, seed) : searchPlayer(game, { simulations, seed });
    const side = options.model_plays === "x" ? 0 : 1;

    const line = progress("play", Number.POSITIVE_INFINITY, { stream, unit: "move" });
    let moves = 0;
    const played = await match(game, side === 0 ? [model, other] : [other, model], {
      seed,
      onMove: () => line.update(++moves),
    });
    line.finish();

    print(boards(played, { title: ({ player, action }) => `${"XO"[player]} ${game.write(action)}`, draw: drawn }));
    const value = played.result[side]!;
    const end = value === 0 ? "a draw" : value > 0 ? "the model wins" : "the model loses";
    const own = played.moves.filter(({ player }) => player === side).length;
    print(
      `Model (${"XO"[side]}) against ${opponent}: ${end} after ${played.moves.length} moves; ${played.replaced[side]} of its ${own} answers were illegal or unreadable and replaced by a random legal move (*).`,
    );
  },
});

/** Answers that name a legal move. */
function legal(state: UltimateState): Automaton {
  const { before, schema, after } = legalAnswer(state);
  return joined(before, jsonSchema(schema, { separators: [", ", ": "] }), after);
}

/** The nine lines of the board. */
function drawn(state: UltimateState): string {
  return formatUltimate(state).split("\n").slice(0, 11).join("\n");
}
