import { type TicTacToeState, ticTacToe } from "@vlm/games";
import { drawTicTacToe, type ThemeName, themeNames } from "@vlm/render";
import { encodePng } from "@vlm/render/node";
import {
  drawTicTacToeQuestion,
  type TicTacToeRow,
  ticTacToeFeatures,
  ticTacToePositionKey,
  ticTacToeRow,
} from "@vlm/tasks";
import { pick, type Recipe } from "./recipe.js";

export const ticTacToeRecipe: Recipe<TicTacToeState, TicTacToeRow> = {
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
  question: (row, random) => drawTicTacToeQuestion(row, random),
};
