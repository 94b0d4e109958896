import { formatUltimate, type UltimateState, ultimateTicTacToe } from "@vlm/games";
import { drawUltimateTicTacToe, rotations, type ThemeName, themeNames } from "@vlm/render";
import { encodePng } from "@vlm/render/node";
import {
  drawQuestion,
  evaluationQuestions,
  features,
  legalAnswer,
  moveQuestion,
  positionKey,
  readMove,
  row,
  type UltimateRow,
} from "@vlm/tasks";
import { pick } from "../datagen/recipe.js";
import type { GameEntry } from "./game-entry.js";

export const ultimateTicTacToeEntry: GameEntry<UltimateState, UltimateRow> = {
  game: ultimateTicTacToe,
  features,
  themes: themeNames,
  pieceSets: [],
  async row({ game, ply, state, search }, { image_size: size, themes, rotated_fraction: rotated }, random) {
    const theme = pick(themes, random) as ThemeName;
    const rotation = random() < rotated ? pick(rotations.slice(1), random) : 0;
    const image = await encodePng(drawUltimateTicTacToe(state, { size, theme, rotation }));
    return row({ id: `g${game}-p${ply}`, game, ply, state, search: search!, rotation, image });
  },
  key: positionKey,
  group: ({ game }) => game,
  llavaQuestion: (each, random) => drawQuestion(each, random),

  draw: (each, random) => drawQuestion(each, random),
  heldOut: evaluationQuestions,

  sides: ["X", "O"],
  shown: ["picture"],
  picture: (state, { size, theme }) => drawUltimateTicTacToe(state, { size, theme: theme as ThemeName | undefined }),
  moveQuestion,
  readMove,
  legalAnswers: legalAnswer,
  // Without the two lines that say whose turn it is and where.
  boardText: (state) => formatUltimate(state).split("\n").slice(0, 11).join("\n"),
};
