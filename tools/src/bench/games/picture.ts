import type { Case, Rival } from "../case.js";
import { writeBoards } from "./boards.js";
import type { PictureWork } from "./work.js";

/** Pillow blends as we do, up to rounding: one level of 255. */
const pillow = (changes: Partial<Rival> = {}): Rival => ({ name: "Pillow", tolerance: 1, ...changes });

export const pictures: readonly Case[] = [
  ...drawnAndEncoded("ultimate", "ultimate_tic_tac_toe"),
  ...drawnAndEncoded("chess", "chess"),
];

function drawnAndEncoded(name: string, game: PictureWork["game"]): readonly Case[] {
  const work = { game, size: 448, boards: 8 };
  const encoders = [pillow(), pillow({ name: "Pillow, compress_level=1", counts: false })];
  return [
    of(`draw-${name}`, "as pixels", { ...work, task: "draw", bar: 2000 }, { rivals: [pillow()] }),
    of(`png-${name}`, "as PNG files", { ...work, task: "draw and encode", bar: 400 }, { rivals: encoders, goal: 2 }),
  ];
}

function of(name: string, made: string, work: PictureWork, { rivals, goal }: Pick<Case, "rivals" | "goal">): Case {
  const { game, size, boards, bar } = work;
  return {
    name,
    about: `${boards} boards of ${game} ${made} of ${size} px`,
    items: boards,
    unit: "board",
    ...(goal !== undefined && { goal }),
    // An absolute bar, whatever the machine: it takes its turns as rivals do.
    rivals: [...rivals, { name: `${bar} boards/s`, by: "us", yardstick: true, goal: 1 }],
    settings: { ...work },
    prepare: (context) => writeBoards(context, work),
  };
}
