import { type ChessState, chess, writeFen } from "@vlm/games";
import { type ChessThemeName, chessThemeNames, drawChess, type PieceSetName, pieceSetNames } from "@vlm/render";
import { encodePng } from "@vlm/render/node";
import {
  type ChessRow,
  chessEvaluationQuestions,
  chessFeatures,
  chessMoveQuestion,
  chessPositionKey,
  chessRow,
  drawChessQuestion,
  readChessMove,
} from "@vlm/tasks";
import { pick } from "../datagen/recipe.js";
import type { GameEntry } from "./game-entry.js";

export const chessEntry: GameEntry<ChessState, ChessRow> = {
  game: chess,
  features: chessFeatures,
  themes: chessThemeNames,
  pieceSets: pieceSetNames,
  async row({ game, ply, state, search }, looks, random) {
    const source = { id: `g${game}-p${ply}`, game, ply, state, search };
    if (!looks.pictures) return chessRow(source);
    const theme = pick(looks.themes, random) as ChessThemeName;
    const pieces = pick(looks.pieceSets, random) as PieceSetName;
    const bottom = random() < looks.rotated_fraction ? "black" : "white";
    const image = await encodePng(drawChess(state, { size: looks.image_size, theme, pieces, orientation: bottom }));
    return chessRow({ ...source, image, bottom });
  },
  key: chessPositionKey,
  group: ({ game }) => game,
  // To read the board is the task of seed 003; a board in words needs no reading.
  llavaQuestion: (row, random) => drawChessQuestion(row, random, row.image === null ? {} : { task: "STATE" }),

  draw: (row, random) => drawChessQuestion(row, random),
  heldOut: chessEvaluationQuestions,

  sides: ["white", "black"],
  shown: ["picture", "text"],
  picture: (state, { size, theme }) => drawChess(state, { size, theme: theme as ChessThemeName | undefined }),
  moveQuestion: (state, shown) => chessMoveQuestion(state, { shown }),
  readMove: readChessMove,
  legalAnswers: (state) => chess.actions(state).map((action) => `<move>${chess.write(action)}</move>`),
  boardText: (state) =>
    writeFen(state)
      .split(" ")[0]!
      .replace(/\d/g, (count) => ".".repeat(Number(count)))
      .replaceAll("/", "\n"),
};
