import { formatTicTacToe, type TicTacToeState, ticTacToe } from "@vlm/games";
import { drawTicTacToe, type ThemeName, themeNames } from "@vlm/render";
import { encodePng } from "@vlm/render/node";
import {
  drawTicTacToeQuestion,
  readTicTacToeMove,
  type TicTacToeRow,
  ticTacToeEvaluationQuestions,
  ticTacToeFeatures,
  ticTacToeMoveQuestion,
  ticTacToePositionKey,
  ticTacToeRow,
} from "@vlm/tasks";
import { pick } from "../datagen/recipe.js";
import type { GameEntry } from "./game-entry.js";

export const ticTacToeEntry: GameEntry<TicTacToeState, TicTacToeRow> = {
  game: ticTacToe,
  features: ticTacToeFeatures,
  themes: themeNames,
  pieceSets: [],
  async row({ game, ply, state, search }, { image_size: size, themes, pictures }, random) {
    const theme = pick(themes, random) as ThemeName;
    const image = pictures ? await encodePng(drawTicTacToe(state, { size, theme })) : null;
    return ticTacToeRow({ id: `g${game}-p${ply}`, game, ply, state, search: search!, image });
  },
  key: ticTacToePositionKey,
  // The same few positions stand in every game: by games, evaluation would leave training nothing.
  group: ticTacToePositionKey,
  llavaQuestion: (row, random) => drawTicTacToeQuestion(row, random),

  draw: (row, random) => drawTicTacToeQuestion(row, random),
  heldOut: ticTacToeEvaluationQuestions,

  sides: ["x", "o"],
  shown: ["picture", "text"],
  picture: (state, { size, theme }) => drawTicTacToe(state, { size, theme: theme as ThemeName | undefined }),
  moveQuestion: (state, shown) => ticTacToeMoveQuestion(state, { shown }),
  readMove: readTicTacToeMove,
  legalAnswers: (state) => ticTacToe.actions(state).map((action) => `<move>${ticTacToe.write(action, state)}</move>`),
  boardText: formatTicTacToe,
};
