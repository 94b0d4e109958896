import { draw } from "@vlm/render";
import type { Conversation, Message, Part } from "@vlm/types";
import type { Chance } from "../chance.js";
import { type PlayedPosition, positionScene } from "../pictures/positions.js";
import { madeUpScene, type Scene } from "../pictures/scene.js";
import type { Reading } from "./reading.js";
import { cellFacts } from "./sight.js";
import type { Stage } from "./stage.js";
import { reading, type Subject } from "./subjects.js";
import { writing } from "./writing.js";

/** Side of a cell: one image token, of four patches. */
export const cellPixels = 32;

/** One sample of the run: a conversation, and what its picture shows. */
export interface Lesson {
  readonly conversation: Conversation;
  /** As `cellFacts` has them; empty without a picture. */
  readonly facts: Int32Array;
}

/** What lessons are made from. */
export interface Material {
  readonly positions: readonly PlayedPosition[];
  /** Words to be copied, so that every token is met as input and as output. */
  readonly words: readonly string[];
}

const openings = [
  "You see a picture of blocks and cells. Rows and columns count 0, 1, 2 from the top left.",
  "Look at the board. Answer with what you see.",
  "Rows and columns count from the top left. Each block has three rows of three cells.",
] as const;

/** Draws a lesson of a stage. */
export function lesson(id: string, stage: Stage, chance: Chance, { positions, words }: Material): Lesson {
  const blocksAcross = indexByLot(stage.sizes, chance);
  if (blocksAcross === 0) {
    const turns = severalOf(3, () => writing(chance, words));
    return { conversation: { id, messages: turns.flatMap((turn) => ask(turn)) }, facts: new Int32Array() };
  }
  const scene =
    blocksAcross === 3 && chance.maybe(stage.real)
      ? positionScene(chance, positions)
      : madeUpScene(chance, blocksAcross);
  const image = draw(scene.board, { size: cellPixels * scene.board.rows, theme: scene.theme });
  const opening: Message[] = chance.maybe(0.5) ? [{ role: "system", content: chance.pick(openings) }] : [];
  const messages: Message[] =
    stage.subject === null
      ? [{ role: "user", content: [{ type: "image" }] }]
      : talk(scene, stage.subject, stage, chance);
  return { conversation: { id, messages: [...opening, ...messages], images: [image] }, facts: cellFacts(scene) };
}

/** Several questions share one picture, up to a length: a picture is dear and text is cheap. */
function talk(scene: Scene, subject: Subject, stage: Stage, chance: Chance): Message[] {
  const askFirst = chance.maybe(stage.askFirst);
  const most = askFirst && chance.maybe(0.5) ? 1 : stage.most;
  const turns: readonly Reading[] = severalOf(most, () => reading(scene, chance, subject));
  return turns.flatMap((turn, index) => ask(turn, index > 0 ? null : askFirst ? "after" : "before"));
}

interface Turn {
  readonly question: string;
  readonly answer: string;
}

function ask({ question, answer }: Turn, picture: "before" | "after" | null = null): Message[] {
  const text: Part = { type: "text", text: question };
  const image: Part = { type: "image" };
  const content = picture === null ? [text] : picture === "before" ? [image, text] : [text, image];
  return [
    { role: "user", content },
    { role: "assistant", content: answer },
  ];
}

/** Different questions, at most so many, until they are long or one comes back. */
function severalOf<T extends Turn>(most: number, next: () => T): readonly T[] {
  const turns = new Map<string, T>();
  let length = 0;
  while (turns.size < most && length < 480) {
    const turn = next();
    if (turns.has(turn.question)) break;
    turns.set(turn.question, turn);
    length += turn.question.length + turn.answer.length;
  }
  return [...turns.values()];
}

function indexByLot(shares: readonly number[], chance: Chance): number {
  let lot = chance.next();
  for (const [index, share] of shares.entries()) {
    lot -= share;
    if (lot < 0) return index;
  }
  return shares.length - 1;
}
