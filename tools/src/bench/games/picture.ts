import type { Case, Rival } from "../case.js";
import { writeBoards } from "./boards.js";
import type { PictureWork } from "./work.js";

/** Pillow blends as we do, up to rounding: one level of 255. */
const pillow = (changes: Partial<Rival> = {}): Rival => ({ name: "Pillow", tolerance: 1, ...changes });

export const pictures: readonly Case[] = [
  of("draw-448", "as pixels", { task: "draw", size: 448, boards: 8, bar: 2000 }, { rivals: [pillow()] }),
  of(
    "png-448",
    "as PNG files",
    { task: "draw and encode", size: 448, boards: 8, bar: 400 },
    { rivals: [pillow(), pillow({ name: "Pillow, compress_level=1", counts: false })], goal: 2 },
  ),
];

function of(name: string, made: string, work: PictureWork, { rivals, goal }: Pick<Case, "rivals" | "goal">): Case {
  const { size, boards, bar } = work;
  return {
    name,
    about: `${boards} boards of Ultimate Tic-Tac-Toe ${made} of ${size} px`,
    items: boards,
    unit: "board",
    ...(goal !== undefined && { goal }),
    // An absolute bar, whatever the machine: it takes its turns as rivals do.
    rivals: [...rivals, { name: `${bar} boards/s`, by: "us", yardstick: true, goal: 1 }],
    settings: { ...work },
    prepare: (context) => writeBoards(context),
  };
}
