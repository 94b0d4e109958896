import { describe, expect, it } from "vitest";
import { ticTacToe as game } from "./game.js";
import type { TicTacToeState } from "./state.js";

// Numbers from OpenSpiel's enumeration of tic_tac_toe, commit 112b7770.
const depthOf = (state: TicTacToeState): number => state.cells.filter((mark) => mark !== 0).length;

/** Every reachable state by its marks, with its value for x. */
function enumerate(): Map<string, { state: TicTacToeState; value: number }> {
  const found = new Map<string, { state: TicTacToeState; value: number }>();
  const visit = (state: TicTacToeState): number => {
    const key = state.cells.join("");
    const known = found.get(key);
    if (known !== undefined) return known.value;
    const result = game.result(state);
    const replies = game.actions(state).map((action) => visit(game.play(state, action)));
    const value = result !== null ? result[0]! : state.player === 0 ? Math.max(...replies) : Math.min(...replies);
    found.set(key, { state, value });
    return value;
  };
  visit(game.start());
  return found;
}

describe("ticTacToe, all of it", () => {
  const byMarks = enumerate();
  const all = [...byMarks.values()];
  const finished = all.filter(({ state }) => game.result(state) !== null);
  const open = all.filter(({ state }) => game.result(state) === null);

  it("has 5,478 states, 958 of them finished", () => {
    expect(all.length).toBe(5478);
    expect(finished.length).toBe(958);
    expect([1, -1, 0].map((value) => finished.filter((one) => one.value === value).length)).toEqual([626, 316, 16]);
  });

  it("has 765 states, 138 of them finished, up to turns and mirrors", () => {
    const turned = (cells: readonly number[]): number[] => [6, 3, 0, 7, 4, 1, 8, 5, 2].map((cell) => cells[cell]!);
    const mirrored = (cells: readonly number[]): number[] => [2, 1, 0, 5, 4, 3, 8, 7, 6].map((cell) => cells[cell]!);
    const classOf = ({ state }: { state: TicTacToeState }): string => {
      let image = [...state.cells];
      const images: string[] = [];
      for (let turn = 0; turn < 4; turn++) {
        images.push(image.join(""), mirrored(image).join(""));
        image = turned(image);
      }
      return images.sort()[0]!;
    };
    expect(new Set(all.map(classOf)).size).toBe(765);
    expect(new Set(finished.map(classOf)).size).toBe(138);
  });

  it("is a draw, and has the known number of won, drawn and lost states", () => {
    expect(all.find(({ state }) => depthOf(state) === 0)!.value).toBe(0);
    const forMover = open.map(({ state, value }) => (state.player === 0 ? value : 0 - value));
    expect([1, 0, -1].map((value) => forMover.filter((own) => own === value).length)).toEqual([2836, 1052, 632]);
    expect([1, 0, -1].map((value) => all.filter((one) => one.value === value).length)).toEqual([2936, 1068, 1474]);
  });

  it("has the known states and values at every depth", () => {
    const byDepth = Array.from({ length: 10 }, (_, depth) => {
      const here = all.filter(({ state }) => depthOf(state) === depth);
      const over = here.filter(({ state }) => game.result(state) !== null).length;
      return [here.length, over, ...[-1, 0, 1].map((value) => here.filter((one) => one.value === value).length)];
    });
    expect(byDepth).toEqual([
      [1, 0, 0, 1, 0],
      [9, 0, 0, 9, 0],
      [72, 0, 0, 24, 48],
      [252, 0, 50, 138, 64],
      [756, 0, 36, 136, 584],
      [1260, 120, 540, 264, 456],
      [1520, 148, 264, 200, 1056],
      [1140, 444, 416, 200, 524],
      [390, 168, 168, 80, 142],
      [78, 78, 0, 16, 62],
    ]);
  });

  it("has 255,168 games", () => {
    const ended = Array.from({ length: 10 }, () => 0);
    const perft = Array.from({ length: 10 }, () => 0);
    const winners = { x: 0, o: 0, draw: 0 };
    const walk = (state: TicTacToeState, depth: number): void => {
      perft[depth]!++;
      const result = game.result(state);
      if (result !== null) {
        ended[depth]!++;
        winners[result[0] === 1 ? "x" : result[0] === -1 ? "o" : "draw"]++;
      }
      for (const action of game.actions(state)) walk(game.play(state, action), depth + 1);
    };
    walk(game.start(), 0);
    expect(perft).toEqual([1, 9, 72, 504, 3024, 15120, 54720, 148176, 200448, 127872]);
    expect(ended).toEqual([0, 0, 0, 0, 0, 1440, 5328, 47952, 72576, 127872]);
    expect(winners).toEqual({ x: 131184, o: 77904, draw: 46080 });
  });

  it.each([
    [0, [4]],
    [1, [0, 2, 4, 7]],
    [4, [0, 2, 6, 8]],
  ])("after x on cell %i only o on %j draws", (opening, draws) => {
    const state = game.play(game.start(), opening);
    const drawing = game.actions(state).filter((reply) => {
      const { value } = byMarks.get(game.play(state, reply).cells.join(""))!;
      return value === 0;
    });
    expect(drawing).toEqual(draws);
  });

  // The positions of OpenSpiel's solver tests.
  it.each([
    ["x(1,1) o(0,0) x(2,2)", 0, ["o(0,2)", "o(2,0)"]],
    ["x(1,1) o(0,0) x(2,2) o(0,1) x(0,2)", -1, ["o(1,0)", "o(1,2)", "o(2,0)", "o(2,1)"]],
    ["x(0,1) o(2,2)", 1, ["x(0,2)"]],
  ])("after %s is worth %i to the player to move, with %j best", (moves, worth, best) => {
    let state = game.start();
    for (const move of moves.split(" ")) state = game.play(state, game.read(move, state)!);
    const worthOf = (here: TicTacToeState): number => {
      const { value } = byMarks.get(here.cells.join(""))!;
      return state.player === 0 ? value : 0 - value;
    };
    expect(worthOf(state)).toBe(worth);
    const replies = game.actions(state).filter((action) => worthOf(game.play(state, action)) === worth);
    expect(replies.map((action) => game.write(action, state))).toEqual(best);
  });
});
