import { type UltimateState, ultimateTicTacToe } from "@vlm/games";
import { drawUltimateTicTacToe, rotations, type ThemeName, themeNames } from "@vlm/render";
import { encodePng } from "@vlm/render/node";
import { drawQuestion, features, positionKey, row, type UltimateRow } from "@vlm/tasks";
import { pick, type Recipe } from "./recipe.js";

export const ultimateTicTacToeRecipe: Recipe<UltimateState, UltimateRow> = {
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
  question: (each, random) => drawQuestion(each, random),
};
