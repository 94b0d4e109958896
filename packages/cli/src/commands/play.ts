import { boards, match } from "@vlm/eval";
import { randomPlayer, searchPlayer } from "@vlm/mcts";
import { type Automaton, choice, constrain, joined, jsonSchema } from "@vlm/models";
import type { LegalAnswer } from "@vlm/tasks";
import { z } from "zod";
import { openCheckpoint } from "../checkpoint.js";
import { type Command, command } from "../command.js";
import { UsageError } from "../config/usage-error.js";
import { gameNames } from "../games/game-names.js";
import { games } from "../games/games.js";
import { modelOptions } from "../model-options.js";
import { progress } from "../progress.js";

const schema = z.object({
  ...modelOptions,
  game: z.enum(gameNames).default("ultimate_tic_tac_toe").describe("what is played"),
  opponent: z.enum(["random", "mcts"]).default("random").describe("who plays the other side"),
  simulations: z.int().min(1).default(300).describe("of the opponent mcts, a move"),
  model_plays: z
    .string()
    .nullable()
    .default(null)
    .describe("side of the model: x or o, of chess white or black; without it the one that begins"),
  pictures: z.boolean().default(true).describe("show the model pictures; tic_tac_toe and chess can be told in words"),
  image_size: z.int().min(72).default(288).describe("side of the pictures in pixels"),
  constrain: z.boolean().default(false).describe("let the model say nothing but legal moves"),
  theme: z.string().nullable().default(null).describe("look of the pictures; without it paper, of chess walnut"),
  seed: z.int().min(0).default(42).describe("of the opponent and of moves in place of unusable answers"),
});

/** One game of a model against an opponent, printed as boards. */
export const play: Command = command({
  schema,
  async run(options, { print, progress: stream, signal }) {
    const { opponent, simulations, image_size: size, seed } = options;
    const { entry, side, theme } = checked(options);
    const { game, sides } = entry;
    const { ask, vocabulary } = await openCheckpoint(options, stream);
    const known = options.constrain ? await vocabulary() : null;
    const model = async (state: unknown): Promise<number | null> => {
      signal.throwIfAborted();
      const picture = options.pictures ? entry.picture(state, { size, theme }) : null;
      const question = { id: "move", messages: entry.moveQuestion(state, picture ? "picture" : "text") };
      const constraint = known && constrain(automaton(entry.legalAnswers(state)), known);
      const [answer] = await ask([question], [picture], { constraint });
      return entry.readMove(answer!, state);
    };
    const other = opponent === "random" ? randomPlayer(game, seed) : searchPlayer(game, { simulations, seed });

    const line = progress("play", Number.POSITIVE_INFINITY, { stream, unit: "move" });
    let moves = 0;
    const played = await match(game, side === 0 ? [model, other] : [other, model], {
      seed,
      onMove: () => line.update(++moves),
    });
    line.finish();

    const title = ({ player, action }: { player: number; action: number }) => `${sides[player]} ${game.write(action)}`;
    print(boards(played, { title, draw: entry.boardText }));
    const value = played.result[side]!;
    const end = value === 0 ? "a draw" : value > 0 ? "the model wins" : "the model loses";
    const own = played.moves.filter(({ player }) => player === side).length;
    print(
      `Model (${sides[side]}) against ${opponent}: ${end} after ${played.moves.length} moves; ${played.replaced[side]} of its ${own} answers were illegal or unreadable and replaced by a random legal move (*).`,
    );
  },
});

/** What of the options depends on the game. Refuses what the game lacks, before any work. */
function checked({ game: name, model_plays: wanted, pictures, theme }: z.output<typeof schema>) {
  const entry = games[name];
  const sides = entry.sides.map((side) => side.toLowerCase());
  const side = wanted === null ? 0 : sides.indexOf(wanted.toLowerCase());
  if (side < 0) throw usage(`model_plays is ${wanted} and game ${name}`, sides.join(" or "));
  if (theme !== null && !entry.themes.includes(theme))
    throw usage(`theme is ${theme} and game ${name}`, `one of ${entry.themes.join(", ")}`);
  if (!pictures && !entry.shown.includes("text"))
    throw usage(`pictures is false and game ${name}`, "pictures, which its questions show");
  return { entry, side, theme: theme ?? undefined };
}

function usage(what: string, expected: string): UsageError {
  return new UsageError(`vlm play: ${what}; expected ${expected}. Correct it, or leave it out.`);
}

function automaton(legal: readonly string[] | LegalAnswer): Automaton {
  if (!("schema" in legal)) return choice(legal);
  const { before, schema, after } = legal;
  return joined(before, jsonSchema(schema, { separators: [", ", ": "] }), after);
}
