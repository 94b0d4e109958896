import type { EvaluationOptions, LegalAnswer, Question, Shown } from "@vlm/tasks";
import type { Image, Message, Random } from "@vlm/types";
import type { GameRow, Recipe } from "../datagen/recipe.js";

/** What this program knows of a game: how its dataset is made, what is asked of a row, how a model plays it. */
export interface GameEntry<State, Row extends GameRow> extends Recipe<State, Row>, Asked<Row>, Played<State> {}

/** What training and evaluation need. */
interface Asked<Row> {
  /** A question about the row, drawn anew at every call. */
  draw(row: Row, random: Random): Question;
  /** The same questions for the same rows and seed; at most one a row and task. */
  heldOut(
    rows: readonly Row[],
    options: EvaluationOptions,
  ): readonly { readonly row: Row; readonly question: Question }[];
}

/** What a match of a model needs. */
interface Played<State> {
  /** What the two players are called, the first to move before the other. */
  readonly sides: readonly [string, string];
  /** How a position can be shown to a model. */
  readonly shown: readonly Shown[];
  picture(state: State, look: { readonly size: number; readonly theme: string | undefined }): Image;
  /** The messages that ask for a move; a picture is an image part without pixels. */
  moveQuestion(state: State, shown: Shown): readonly Message[];
  /** The legal action that an answer names, or null. Never throws. */
  readMove(text: string, state: State): number | null;
  /** Every answer that names a legal move and nothing else, as texts or as one form. */
  legalAnswers(state: State): readonly string[] | LegalAnswer;
  /** The board in lines, for the terminal. */
  boardText(state: State): string;
}
