import { fileURLToPath } from "node:url";
import { canonicalKey, ultimateTicTacToe as game, rotate } from "@vlm/games";
import { expect, test } from "vitest";
import { chance } from "../chance.js";
import { heldOutPositions, keysOf } from "../pictures/held-out.js";
import { playPositions, positionScene } from "../pictures/positions.js";
import { cellIndex, madeUpScene } from "../pictures/scene.js";
import { lessonBatch } from "../training/lesson-batches.js";
import { openClassroom } from "../training/student.js";
import { colorOf } from "./cells.js";
import { lesson } from "./lesson.js";
import { isFree } from "./playing.js";
import { blockMarks, litBlock, matrix } from "./reading.js";
import { answersOf, cellFacts } from "./sight.js";
import { stageNames, stages } from "./stage.js";

const checkpoint = fileURLToPath(new URL("../../../../examples/checkpoints/tiny-qwen3-vl", import.meta.url));
const positions = playPositions({ games: 3, simulations: 10, seed: 3, without: new Set() });

test("a free cell of a position's picture is a legal move, and the best move is free", () => {
  for (const position of positions) {
    for (const lots of [1, 2, 3]) {
      const scene = positionScene(chance(lots), [position]);
      // The same lots, and so the same turn of the board.
      const turned = [0, 1, 2, 3].map((turns) => rotate(position.state, turns));
      const legal = turned.map((state) => game.actions(state).join());
      const free = Array.from({ length: 81 }, (_, action) => action).filter((action) =>
        isFree(scene, Math.floor(action / 9), action % 9),
      );
      expect(legal).toContain(free.join());
      expect(free).toContain(9 * scene.turn!.block + scene.turn!.cell);
    }
  }
});

test("positions of the test are left out, in all symmetries", () => {
  const without = keysOf(heldOutPositions(1));
  const options = { games: 2, simulations: 20, seed: 1 };
  const all = playPositions({ ...options, without: new Set() });
  const rest = playPositions({ ...options, without });
  // Every game begins with the same position, and most with one of the same first moves.
  expect(all.length - rest.length).toBeGreaterThanOrEqual(2);
  expect(rest).toEqual(all.filter(({ state }) => !without.has(canonicalKey(state))));
});

test("what is said of a scene is what stands in it", () => {
  const lots = chance(8);
  for (let index = 0; index < 50; index++) {
    const scene = madeUpScene(lots, 3);
    const lit = litBlock(scene);
    for (let block = 0; block < 9; block++) {
      const marks = blockMarks(scene, block).flat();
      expect(marks).toEqual(marks.map((_, cell) => scene.board.marks[cellIndex(3, block, cell)]));
      expect(JSON.parse(matrix(blockMarks(scene, block)))).toHaveLength(3);
      const color = scene.board.closed![block]! > 0 ? "shaded" : block === lit ? scene.highlight : "no color";
      expect(colorOf(scene, block)).toBe(color);
    }
  }
});

test("every stage's lessons fit the model, and every image token has its cell's facts", async () => {
  const classroom = await openClassroom(checkpoint, { positions, batch: 1 });
  const image = classroom.chat.imageToken!;
  for (const name of stageNames) {
    for (let seed = 0; seed < 3; seed++) {
      const { inputIds, labels, positionIds, facts, silent } = lessonBatch(classroom, name, seed);
      expect(lessonBatch(classroom, name, seed)).toMatchObject({ inputIds, facts });
      expect(Math.max(...positionIds.data)).toBeLessThan(1024);
      expect(facts.shape).toEqual([inputIds.data.filter((id) => id === image).length, answersOf.length]);
      expect(facts.data.every((fact, at) => fact < answersOf[at % answersOf.length]!)).toBe(true);
      const labelled = new Set(labels.data.filter((label) => label !== -100));
      expect(silent).toBe(name === "see");
      if (silent) expect([...labelled]).toEqual([image]);
      else expect(labelled.has(image)).toBe(false);
    }
  }
});

test("the facts of a cell are what its pixels show", () => {
  const lots = chance(4);
  let crosses = 0;
  for (let index = 0; index < 20; index++) {
    const { conversation, facts } = lesson("x", stages.see, lots, { positions, words: [] });
    const { width, data } = conversation.images![0]!;
    const side = width / 32;
    const at = (x: number, y: number): string => data.subarray(4 * (y * width + x), 4 * (y * width + x) + 3).join();
    expect(facts.length).toBe(side * side * answersOf.length);
    for (let cell = 0; cell < side * side; cell++) {
      const [row, column] = [Math.floor(cell / side), cell % side];
      const [mark, ...place] = facts.subarray(cell * answersOf.length, cell * answersOf.length + 5);
      expect(place).toEqual([Math.floor(row / 3), Math.floor(column / 3), row % 3, column % 3]);
      // An empty cell is of one color a quarter of the way in and in its middle; a cross's middle is inked.
      const [x, y] = [32 * column, 32 * row];
      expect(at(x + 16, y + 16) !== at(x + 4, y + 4)).toBe(mark === 1);
      if (mark === 1) crosses++;
    }
  }
  expect(crosses).toBeGreaterThan(50);
});

test("facts tell the highlighted block's cells and the shaded blocks'", () => {
  const lots = chance(6);
  for (let index = 0; index < 20; index++) {
    const scene = madeUpScene(lots, 3);
    const facts = cellFacts(scene);
    for (let block = 0; block < 9; block++) {
      for (let cell = 0; cell < 9; cell++) {
        const [lit, shaded] = facts.subarray(cellIndex(3, block, cell) * answersOf.length + 5);
        expect([lit, shaded]).toEqual([Number(litBlock(scene) === block), Number(scene.board.closed![block]! > 0)]);
      }
    }
  }
});
