import { type ChessState, chess } from "@vlm/games";
import { type ChessThemeName, chessThemeNames, drawChess, type PieceSetName, pieceSetNames } from "@vlm/render";
import { encodePng } from "@vlm/render/node";
import { type ChessRow, chessFeatures, chessPositionKey, chessRow, drawChessQuestion } from "@vlm/tasks";
import { pick, type Recipe } from "./recipe.js";

export const chessRecipe: Recipe<ChessState, ChessRow> = {
  game: chess,
  features: chessFeatures,
  themes: chessThemeNames,
  pieceSets: pieceSetNames,
  async row({ game, ply, state, search }, { image_size: size, themes, pieceSets, rotated_fraction: rotated }, random) {
    const theme = pick(themes, random) as ChessThemeName;
    const pieces = pick(pieceSets, random) as PieceSetName;
    const bottom = random() < rotated ? "black" : "white";
    const image = await encodePng(drawChess(state, { size, theme, pieces, orientation: bottom }));
    return chessRow({ id: `g${game}-p${ply}`, game, ply, state, search, image, bottom });
  },
  key: chessPositionKey,
  group: ({ game }) => game,
  question: (row, random) => drawChessQuestion(row, random, { task: "STATE" }),
};
